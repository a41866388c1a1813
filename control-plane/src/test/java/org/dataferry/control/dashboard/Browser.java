package org.dataferry.control.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What a browser keeps and sends: a cookie, and the token that the pages add. */
public final class Browser {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI server;
    private final Map<String, String> headers = new HashMap<>();

    Browser(URI server) {
        this.server = server;
    }

    /** As pages do first. */
    Browser arrive() {
        HttpResponse<String> answer = get("/api/session");
        answer.headers().firstValue("Set-Cookie").ifPresent(this::keep);
        headers.put("X-Ferry-Csrf", json(answer).path("csrf").asText());
        return this;
    }

    /** As a user of {@link ServedDashboard#withUsers}. */
    Browser signIn(String user) {
        HttpResponse<String> answer = arrive().post(
                        "/api/session",
                        "{\"user\":\"" + user + "\",\"password\":\"" + ServedDashboard.PASSWORD + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        keep(answer.headers().firstValue("Set-Cookie").orElseThrow());
        headers.put("X-Ferry-Csrf", json(answer).path("csrf").asText());
        return this;
    }

    private void keep(String cookie) {
        headers.put("Cookie", cookie.substring(0, cookie.indexOf(';')));
    }

    Browser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    Browser without(String header) {
        headers.remove(header);
        return this;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> send(String method, String path) {
        return send(request(path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
        headers.forEach(request::header);
        return request;
    }

    /** The events of {@code /api/live}, read by the caller. */
    EventStream follow() {
        try {
            return new EventStream(
                    CLIENT.send(request("/api/live").GET().build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    HttpResponse<String> sendBody(HttpRequest request) {
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException noJson) {
            throw new AssertionError("no JSON: " + answer.body(), noJson);
        }
    }

    /** Until the first look is there. */
    public Browser awaitLook() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (get("/ready").statusCode() != 200) {
            assertThat(System.nanoTime()).as("no look in " + PATIENCE).isLessThan(deadline);
            Thread.sleep(10);
        }
        return this;
    }

    /** The first status that is as new. */
    JsonNode awaitSequence(long sequence) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode status = json(get("/api/status"));
        while (status.path("sequence").asLong() < sequence) {
            assertThat(System.nanoTime()).as("no look in " + PATIENCE).isLessThan(deadline);
            Thread.sleep(20);
            status = json(get("/api/status"));
        }
        return status;
    }
}
