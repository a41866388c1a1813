package org.dataferry.control.soak.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.function.Consumer;
import org.dataferry.control.ControlException;

/** The emulator over plain HTTP, signed in as the application user that it has without settings. Thread-safe. */
public final class EmulatorApi implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int PAGE = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String url;
    private final String token;

    /** @param url scheme, host and port */
    public EmulatorApi(String url) throws InterruptedException {
        this.url = url;
        HttpResponse<String> answer =
                required(send(HttpRequest.newBuilder(URI.create(url + "/emulator/oauth2/v2.0/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials"
                                + "&client_id=11111111-1111-1111-1111-111111111111&client_secret=ferry&scope="
                                + URLEncoder.encode(url + "/.default", UTF_8)))));
        token = json(answer).path("access_token").asText();
    }

    /** @throws ControlException if the connection ends before the answer */
    public HttpResponse<String> post(String path, String body) throws InterruptedException {
        return send(signed(URI.create(url + "/api/data/v9.2/" + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Reads all pages of a set. */
    public void rows(String path, Consumer<JsonNode> row) throws InterruptedException {
        String next = url + "/api/data/v9.2/" + path;
        while (!next.isEmpty()) {
            JsonNode page = json(required(send(signed(URI.create(next)).GET())));
            page.path("value").forEach(row);
            next = page.path("@odata.nextLink").asText("").replace(" ", "%20");
        }
    }

    /** Of the table's own count. */
    long storedRows(String table) throws InterruptedException {
        return json(required(admin("GET", "stats", "")))
                .path("rows")
                .path(table)
                .asLong();
    }

    /** Requests so far that were answered with this status. */
    public long answeredWith(int status) throws InterruptedException {
        return json(required(admin("GET", "stats", "")))
                .path("statuses")
                .path(Integer.toString(status))
                .asLong();
    }

    public void change(String settings) throws InterruptedException {
        required(admin("PATCH", "settings", settings));
    }

    /** Adds rules of faults, a JSON list of them. */
    public void addFaults(String rules) throws InterruptedException {
        required(admin("POST", "faults", rules));
    }

    /** The rules in force, with their ids and how many requests each struck. */
    public JsonNode faults() throws InterruptedException {
        return json(required(admin("GET", "faults", "")));
    }

    public void removeFault(long id) throws InterruptedException {
        required(admin("DELETE", "faults/" + id, ""));
    }

    public void removeFaults() throws InterruptedException {
        required(admin("DELETE", "faults", ""));
    }

    /** What a signed-in user gets at a path of the Web API. */
    public JsonNode get(String path) throws InterruptedException {
        return json(
                required(send(signed(URI.create(url + "/api/data/v9.2/" + path)).GET())));
    }

    /** Forgets the log and what the limits have counted. */
    void forget() throws InterruptedException {
        required(admin("DELETE", "limits", ""));
        required(admin("DELETE", "requests", ""));
    }

    /** @return the number of the first request that the log still has */
    long log(Consumer<LogLine> line) throws InterruptedException {
        long after = 0;
        long first = -1;
        while (true) {
            JsonNode page = json(required(admin("GET", "requests?limit=" + PAGE + "&after=" + after, "")));
            first = first < 0 ? page.path("first").asLong() : first;
            for (JsonNode request : page.path("requests")) {
                after = request.path("number").asLong();
                line.accept(LogLine.of(request));
            }
            if (page.path("requests").isEmpty()) {
                return first;
            }
        }
    }

    long nextLogNumber() throws InterruptedException {
        return json(required(admin("GET", "requests?limit=1", ""))).path("next").asLong();
    }

    private HttpResponse<String> admin(String method, String path, String body) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + "/_emulator/" + path))
                .method(method, BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder signed(URI uri) {
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString(UTF_8));
        } catch (IOException failed) {
            throw new ControlException("the emulator did not answer: " + failed, failed);
        }
    }

    /** @throws ControlException if the answer is a refusal */
    public static HttpResponse<String> required(HttpResponse<String> answer) {
        if (answer.statusCode() != OK && answer.statusCode() != NO_CONTENT) {
            throw new ControlException(
                    "the emulator answered " + answer.statusCode() + " at " + answer.uri() + ": " + answer.body());
        }
        return answer;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException unreadable) {
            throw new ControlException("the emulator's answer is no JSON: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
