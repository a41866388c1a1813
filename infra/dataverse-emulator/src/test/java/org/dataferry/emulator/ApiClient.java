package org.dataferry.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.dataferry.emulator.auth.ApplicationUser;

/** A plain HTTP client of the API, without any knowledge of its own. */
final class ApiClient {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String baseUrl;
    private final String token;

    ApiClient(DataverseEmulator emulator) {
        this(emulator.baseUrl(), ApplicationUser.FERRY);
    }

    ApiClient(String baseUrl, ApplicationUser user) {
        this.baseUrl = baseUrl;
        token = token(user.clientId().toString(), user.secret())
                .json()
                .path("access_token")
                .asText();
    }

    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        String code() {
            return json().path("error").path("code").asText();
        }

        String message() {
            return json().path("error").path("message").asText();
        }

        /** The GUID in OData-EntityId. */
        String id() {
            return header("OData-EntityId").replaceFirst(".*\\(([0-9a-f-]{36})\\)$", "$1");
        }
    }

    /** The value of the header Authorization. */
    String authorization() {
        return "Bearer " + token;
    }

    String baseUrl() {
        return baseUrl;
    }

    String rootUrl() {
        return baseUrl + "/api/data/v9.2/";
    }

    Answer token(String clientId, String secret) {
        return form(
                "/emulator/oauth2/v2.0/token",
                "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + encode(secret) + "&scope="
                        + encode(baseUrl + "/.default"));
    }

    Answer form(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method("POST", BodyPublishers.ofString(body)));
    }

    /** @param path below the API root, already encoded; @param headers names and values in turn */
    Answer get(String path, String... headers) {
        return call("GET", path, "", headers);
    }

    Answer post(String path, String body, String... headers) {
        return call("POST", path, body, headers);
    }

    Answer patch(String path, String body, String... headers) {
        return call("PATCH", path, body, headers);
    }

    Answer delete(String path, String... headers) {
        return call("DELETE", path, "", headers);
    }

    Answer call(String method, String path, String body, String... headers) {
        URI uri = URI.create(path.startsWith("http") ? path : rootUrl() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body));
        boolean typed = false;
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
            typed |= headers[i].equals("Content-Type");
        }
        if (!body.isEmpty() && !typed) {
            request.header("Content-Type", "application/json");
        }
        return send(request);
    }

    /** To the control endpoint. */
    Answer control(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(baseUrl + "/_emulator/" + path))
                .method(method, BodyPublishers.ofString(body)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
            Map<String, String> headers = new HashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Makes a table with a name column and waits for nothing. */
    void createTable(String schemaName) {
        createTable(schemaName, "");
    }

    /** @param more further members of the definition, each with a leading comma */
    void createTable(String schemaName, String more) {
        Answer answer = post("EntityDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.EntityMetadata","SchemaName":"%s","OwnershipType":"UserOwned"%s,
                 "Attributes":[{"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","IsPrimaryName":true,
                 "SchemaName":"mig_Name","MaxLength":100}]}""".formatted(schemaName, more));
        if (answer.status() != 204) {
            throw new AssertionError(answer.body());
        }
    }

    void createColumn(String table, String type, String schemaName, String more) {
        Answer answer = post(
                "EntityDefinitions(LogicalName='" + table + "')/Attributes",
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM." + type + "AttributeMetadata\",\"SchemaName\":\""
                        + schemaName + "\"" + more + "}");
        if (answer.status() != 204) {
            throw new AssertionError(answer.body());
        }
    }

    /** Makes a text column and an alternate key of it, and waits until the key is active. */
    void createKeyColumn(String table, String schemaName) {
        createColumn(table, "String", schemaName, ",\"MaxLength\":100");
        createKey(table, schemaName + "_key", "\"" + schemaName.toLowerCase(Locale.ROOT) + "\"");
        awaitKey(table, schemaName.toLowerCase(Locale.ROOT) + "_key", "Active");
    }

    Answer createKey(String table, String schemaName, String columns) {
        return post(
                "EntityDefinitions(LogicalName='" + table + "')/Keys",
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM.EntityKeyMetadata\",\"SchemaName\":\"" + schemaName
                        + "\",\"KeyAttributes\":[" + columns + "]}");
    }

    String keyStatus(String table, String key) {
        return get("EntityDefinitions(LogicalName='" + table + "')/Keys(LogicalName='" + key
                        + "')?$select=EntityKeyIndexStatus")
                .json()
                .path("EntityKeyIndexStatus")
                .asText();
    }

    void awaitKey(String table, String key, String status) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!keyStatus(table, key).equals(status)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(key + " is " + keyStatus(table, key) + ", not " + status);
            }
            pause(10);
        }
    }

    Answer createLookup(String schemaName, String referencing, String referenced, String column, String onDelete) {
        return post("RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata","SchemaName":"%s",
                 "ReferencedEntity":"%s","ReferencingEntity":"%s","CascadeConfiguration":{"Delete":"%s"},
                 "Lookup":{"@odata.type":"Microsoft.Dynamics.CRM.LookupAttributeMetadata","SchemaName":"%s"}}""".formatted(schemaName, referenced, referencing, onDelete, column));
    }

    /** @param more further members of the definition, each with a leading comma */
    Answer createManyToMany(String schemaName, String one, String two, String more) {
        return post("RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata","SchemaName":"%s",
                 "Entity1LogicalName":"%s","Entity2LogicalName":"%s"%s}""".formatted(schemaName, one, two, more));
    }

    /** Links by {@code $ref}; addresses are {@code set(key)}. */
    Answer link(String from, String navigation, String to) {
        return post(from + "/" + navigation + "/$ref", "{\"@odata.id\":\"" + rootUrl() + to + "\"}");
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
