package org.dataferry.acceptance.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the dashboard's server as its pages do. */
public final class DashboardReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI base;
    private final String cookie;
    private final String token;

    private DashboardReader(URI base) throws InterruptedException {
        this.base = base;
        HttpResponse<String> session = send(request("/api/session"));
        String set = session.headers().firstValue("Set-Cookie").orElseThrow();
        this.cookie = set.substring(0, set.indexOf(';'));
        this.token = parsed(session.body()).path("csrf").asText();
    }

    /** Of one where nobody has to sign in. */
    public static DashboardReader of(URI base) throws InterruptedException {
        return new DashboardReader(base);
    }

    /** The newest look; the error while there is none. */
    public JsonNode status() throws InterruptedException {
        return json("/api/status");
    }

    public JsonNode json(String path) throws InterruptedException {
        return parsed(get(path));
    }

    public String get(String path) throws InterruptedException {
        return send(request(path)).body();
    }

    /** Does what an operator does; returns when it is written down. */
    public void act(String action, String body) throws InterruptedException {
        post("/api/actions/" + action, body);
    }

    /** Does what is asked for, or begins to. */
    public JsonNode post(String path, String body) throws InterruptedException {
        HttpResponse<String> answer = send(request(path)
                .header("Cookie", cookie)
                .header("X-Ferry-Csrf", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(OK, ACCEPTED);
        return parsed(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
