package org.dataferry.control.bench.emulator;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.dataferry.control.ControlException;
import org.dataferry.embedded.DataverseEndpoint;

/** The plainest client there is, so that the machine's time is the emulator's. Thread-safe. */
public final class Connection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int FIRST_ERROR = 400;
    private static final int UNAUTHORIZED = 401;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;
    private final URI control;
    private final DataverseEndpoint endpoint;
    private volatile String authorization;

    public Connection(DataverseEndpoint endpoint) throws InterruptedException {
        this.endpoint = endpoint;
        root = endpoint.baseUrl().resolve("/api/data/v9.2/");
        control = endpoint.baseUrl().resolve("/_emulator/");
        authorization = signIn();
    }

    private String signIn() throws InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + endpoint.clientId() + "&client_secret="
                + URLEncoder.encode(endpoint.clientSecret(), StandardCharsets.UTF_8) + "&scope="
                + URLEncoder.encode(endpoint.baseUrl() + "/.default", StandardCharsets.UTF_8);
        byte[] token = send(HttpRequest.newBuilder(endpoint.tokenUrl())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        return "Bearer " + json(token).path("access_token").asText();
    }

    /** @throws ControlException if the answer is an error */
    byte[] post(String path, byte[] body) throws InterruptedException {
        return send(request(root.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    void post(String path, String body) throws InterruptedException {
        post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** @param url relative to the root of the API, or a whole one as a page's next link is */
    byte[] get(String url, int pageSize) throws InterruptedException {
        return send(request(root.resolve(url))
                .header("Prefer", "odata.maxpagesize=" + pageSize)
                .GET());
    }

    JsonNode get(String url) throws InterruptedException {
        return json(send(request(root.resolve(url)).GET()));
    }

    /** Of the emulator's own endpoint. */
    public JsonNode control(String path) throws InterruptedException {
        return json(send(HttpRequest.newBuilder(control.resolve(path)).GET()));
    }

    /** Changes something by the emulator's own endpoint. */
    public void control(String method, String path, String body) throws InterruptedException {
        send(HttpRequest.newBuilder(control.resolve(path)).method(method, BodyPublishers.ofString(body)));
    }

    /** As {@link #post}, but an error is the caller's to understand. A token that has expired, as in fast time, is replaced once. */
    public HttpResponse<byte[]> answer(String path, byte[] body, Duration timeout) throws InterruptedException {
        HttpResponse<byte[]> answer = exchange(posting(path, body, timeout));
        if (answer.statusCode() == UNAUTHORIZED) {
            authorization = signIn();
            answer = exchange(posting(path, body, timeout));
        }
        return answer;
    }

    private HttpRequest posting(String path, byte[] body, Duration timeout) {
        return request(root.resolve(path))
                .header("Content-Type", "application/json")
                .timeout(timeout)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url).header("Authorization", authorization);
    }

    private byte[] send(HttpRequest.Builder request) throws InterruptedException {
        HttpRequest built = request.timeout(TIMEOUT).build();
        HttpResponse<byte[]> response = exchange(built);
        if (response.statusCode() >= FIRST_ERROR) {
            throw new ControlException("the emulator answered " + built.method() + " "
                    + built.uri().getPath()
                    + " with " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    private HttpResponse<byte[]> exchange(HttpRequest built) throws InterruptedException {
        try {
            return http.send(built, BodyHandlers.ofByteArray());
        } catch (IOException lost) {
            throw new ControlException("the emulator does not answer " + built.uri() + ": " + lost.getMessage(), lost);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException wrong) {
            throw new ControlException("the emulator's answer is no JSON: " + wrong.getMessage(), wrong);
        }
    }
}
