package org.dataferry.acceptance.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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

/** Somebody who changes rows of the target by hand, behind Ferry's back. */
public final class TargetTampering {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int SUCCESS = 200;
    private static final int NO_SUCCESS = 300;
    private static final int MISSING = 404;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI base;
    private final String token;

    /** Signs in as the application user that an emulator without settings has. */
    public TargetTampering(URI base) throws Exception {
        this.base = base;
        String form = "grant_type=client_credentials&client_id=11111111-1111-1111-1111-111111111111&client_secret=ferry"
                + "&scope=" + URLEncoder.encode(base + "/.default", UTF_8);
        this.token = JSON.readTree(send(HttpRequest.newBuilder(base.resolve("/emulator/oauth2/v2.0/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))))
                .path("access_token")
                .asText();
    }

    /** The first page of those rows that a filter names, for example {@code ferry_unit eq 'Ward 3'}. */
    public List<JsonNode> rows(String entitySet, String filter) throws Exception {
        JsonNode page = JSON.readTree(send(request(entitySet + "?$filter="
                        + URLEncoder.encode(filter, UTF_8).replace("+", "%20"))
                .GET()));
        List<JsonNode> rows = new ArrayList<>();
        page.path("value").forEach(rows::add);
        return rows;
    }

    public void change(String entitySet, String id, String body) throws Exception {
        send(request(entitySet + "(" + id + ")")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body)));
    }

    /**
     * @param path of a row, or of a link's {@code $ref}
     * @return whether it was there
     */
    public boolean delete(String path) throws Exception {
        HttpResponse<String> response = exchange(request(path).DELETE());
        if (response.statusCode() == MISSING) {
            return false;
        }
        requireSuccess(response);
        return true;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve("/api/data/v9.2/" + path))
                .header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = exchange(request);
        requireSuccess(response);
        return response.body();
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString(UTF_8));
    }

    private static void requireSuccess(HttpResponse<String> response) {
        if (response.statusCode() < SUCCESS || response.statusCode() >= NO_SUCCESS) {
            throw new AssertionError(response + " " + response.body());
        }
    }
}
