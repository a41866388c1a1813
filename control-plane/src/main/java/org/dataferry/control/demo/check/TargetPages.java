package org.dataferry.control.demo.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;

/**
 * Reads the target by plain HTTP, as any other client of the Web API would, a page at a time. What Ferry's own client
 * believes is on trial here, so it is not used.
 *
 * <p>Source: Microsoft's page "Query data using the Web API".
 */
public final class TargetPages implements AutoCloseable {

    /** A page of the widest table is about two megabytes. */
    private static final int ROWS_PER_PAGE = 1_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    /** All digits of a number are kept. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Endpoints.Target target;
    private Optional<String> token = Optional.empty();

    public TargetPages(Endpoints.Target target) {
        this.target = target;
    }

    /** The name of the set of an entity, or of the intersect table of a relationship. */
    String entitySet(String entity) throws InterruptedException {
        return get(api("EntityDefinitions(LogicalName='" + entity + "')?$select=EntitySetName"))
                .path("EntitySetName")
                .asText();
    }

    /** Hands on each row of a set, with the given columns. */
    void forEach(String entitySet, List<String> columns, Consumer<JsonNode> row) throws InterruptedException {
        Optional<URI> next = Optional.of(api(entitySet + "?$select=" + String.join(",", columns)));
        while (next.isPresent()) {
            JsonNode page = get(next.get());
            page.path("value").forEach(row);
            next = Optional.ofNullable(page.get("@odata.nextLink"))
                    .map(link -> URI.create(link.asText().replace(" ", "%20")));
        }
    }

    private URI api(String path) {
        return target.baseUrl().resolve("/api/data/v9.2/" + path.replace(" ", "%20"));
    }

    /** A token lives for an hour, and a check of many rows may take longer. */
    private JsonNode get(URI address) throws InterruptedException {
        HttpResponse<String> response = send(address);
        if (response.statusCode() == UNAUTHORIZED) {
            token = Optional.empty();
            response = send(address);
        }
        return read(address, response);
    }

    private HttpResponse<String> send(URI address) throws InterruptedException {
        return exchange(HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token())
                .header("Accept", "application/json")
                .header("Prefer", "odata.maxpagesize=" + ROWS_PER_PAGE));
    }

    private String token() throws InterruptedException {
        if (token.isEmpty()) {
            String form = "grant_type=client_credentials&client_id=" + target.clientId() + "&client_secret="
                    + URLEncoder.encode(target.secret().reveal(), UTF_8) + "&scope="
                    + URLEncoder.encode(target.baseUrl() + "/.default", UTF_8);
            token = Optional.of(read(
                            target.tokenUrl(),
                            exchange(HttpRequest.newBuilder(target.tokenUrl())
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString(form))))
                    .path("access_token")
                    .asText());
        }
        return token.orElseThrow();
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString(UTF_8));
        } catch (IOException failed) {
            throw new ControlException("the self-check cannot read the target: " + failed, failed);
        }
    }

    private static JsonNode read(URI address, HttpResponse<String> response) {
        if (response.statusCode() != OK) {
            throw new ControlException("the self-check cannot read the target: " + address + " answered "
                    + response.statusCode() + " " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException broken) {
            throw new ControlException("the self-check cannot read the target's answer of " + address, broken);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
