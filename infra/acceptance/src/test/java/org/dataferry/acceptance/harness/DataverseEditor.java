package org.dataferry.acceptance.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.Map;

/** Changes an emulator behind Ferry's back, as any other client of the Web API could: by plain HTTP. */
public final class DataverseEditor {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 300;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI base;
    private final String token;
    private final Map<String, String> headers;

    /** Signs in as the application user that an emulator without settings has. */
    public DataverseEditor(URI base) throws InterruptedException {
        this.base = base;
        this.headers = Map.of();
        String form = "grant_type=client_credentials&client_id=11111111-1111-1111-1111-111111111111&client_secret=ferry"
                + "&scope=" + URLEncoder.encode(base + "/.default", UTF_8);
        String answer = send(HttpRequest.newBuilder(base.resolve("/emulator/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        this.token = json(answer).path("access_token").asText();
    }

    private DataverseEditor(URI base, String token, Map<String, String> headers) {
        this.base = base;
        this.token = token;
        this.headers = headers;
    }

    /** One that works as a new user, an administrator: what it changes, Ferry has not. */
    public DataverseEditor asSomebodyElse() throws InterruptedException {
        String user = json(send(request("systemusers?$select=systemuserid")
                        .header("Prefer", "return=representation")
                        .POST(BodyPublishers.ofString("{\"firstname\":\"Some\",\"lastname\":\"Body\"}"))))
                .path("systemuserid")
                .asText();
        String role = json(send(request("roles?$select=roleid&$filter="
                                + URLEncoder.encode("name eq 'System Administrator'", UTF_8)
                                        .replace("+", "%20"))
                        .GET()))
                .at("/value/0/roleid")
                .asText();
        create(
                "systemusers(" + user + ")/systemuserroles_association/$ref",
                "{\"@odata.id\":\"" + base.resolve("/api/data/v9.2/roles(" + role + ")") + "\"}");
        return new DataverseEditor(base, token, Map.of("MSCRMCallerID", user));
    }

    public void create(String entitySet, String json) throws InterruptedException {
        send(request(entitySet).POST(BodyPublishers.ofString(json)));
    }

    /** @param row such as {@code accounts(…)} */
    public void update(String row, String json) throws InterruptedException {
        send(request(row).header("If-Match", "*").method("PATCH", BodyPublishers.ofString(json)));
    }

    /** @param path of a row, or of a link: {@code contacts(…)/ferry_links(…)/$ref} */
    public void delete(String path) throws InterruptedException {
        send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/data/v9.2/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        headers.forEach(request::header);
        return request;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString(UTF_8));
            if (response.statusCode() >= FIRST_ERROR) {
                throw new AssertionError(response + " " + response.body());
            }
            return response.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
