package org.dataferry.acceptance.read;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the target as any other client of the Web API would. */
public final class DataverseReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI base;
    private final String token;

    private DataverseReader(URI base) throws InterruptedException {
        this.base = base;
        this.token = token(base);
    }

    /** Signs in as the application user that an emulator without settings has. */
    public static DataverseReader ofEmulator(URI base) throws InterruptedException {
        return new DataverseReader(base);
    }

    /** All rows of an entity set, page by page. */
    public List<JsonNode> rows(String entitySet, List<String> columns) throws InterruptedException {
        return all("/api/data/v9.2/" + entitySet + "?$select=" + String.join(",", columns));
    }

    /** The rows that a filter names, with all their columns. */
    public List<JsonNode> rowsWhere(String entitySet, String filter) throws InterruptedException {
        return all("/api/data/v9.2/" + entitySet + "?$filter="
                + URLEncoder.encode(filter, UTF_8).replace("+", "%20"));
    }

    /** What a file column holds; empty if there is no file. */
    public Optional<byte[]> content(String column) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(base.resolve("/api/data/v9.2/" + column + "/$value"))
                            .header("Authorization", "Bearer " + token)
                            .timeout(TIMEOUT)
                            .build(),
                    BodyHandlers.ofByteArray());
            return response.statusCode() == OK ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The logical names of all tables. */
    public List<String> tables() throws InterruptedException {
        return all("/api/data/v9.2/EntityDefinitions?$select=LogicalName").stream()
                .map(table -> table.path("LogicalName").asText())
                .toList();
    }

    /** The logical names of a table's columns. */
    public List<String> columns(String table) throws InterruptedException {
        return all("/api/data/v9.2/EntityDefinitions(LogicalName='" + table + "')/Attributes?$select=LogicalName")
                .stream()
                .map(column -> column.path("LogicalName").asText())
                .toList();
    }

    private List<JsonNode> all(String path) throws InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        URI next = base.resolve(path);
        while (next != null) {
            JsonNode page = send(HttpRequest.newBuilder(next)
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "application/json"));
            page.path("value").forEach(rows::add);
            next = page.has("@odata.nextLink")
                    ? URI.create(page.path("@odata.nextLink").asText().replace(" ", "%20"))
                    : null;
        }
        return rows;
    }

    private String token(URI emulator) throws InterruptedException {
        String form = "grant_type=client_credentials&client_id=11111111-1111-1111-1111-111111111111&client_secret=ferry"
                + "&scope=" + URLEncoder.encode(emulator + "/.default", UTF_8);
        return send(HttpRequest.newBuilder(emulator.resolve("/emulator/oauth2/v2.0/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))
                .path("access_token")
                .asText();
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString(UTF_8));
            if (response.statusCode() != OK) {
                throw new AssertionError(response + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
