package org.dataferry.control.soak.invariant;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.jspecify.annotations.Nullable;

/**
 * Reads the target by plain HTTP, as any other client of the Web API would: what the sink's client believes is on trial.
 *
 * @param keyColumn the alternate key column that Ferry owns
 */
public record TargetRows(HttpClient http, Endpoints.Target target, String keyColumn) implements TargetReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<Map<String, String>> rows(String entitySet, List<String> columns) throws InterruptedException {
        String token = token();
        List<Map<String, String>> rows = new ArrayList<>();
        URI next = target.baseUrl().resolve("/api/data/v9.2/" + entitySet + "?$select=" + String.join(",", columns));
        while (next != null) {
            JsonNode page = send(HttpRequest.newBuilder(next)
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "application/json"));
            page.path("value").forEach(row -> rows.add(texts(row, columns)));
            next = page.has("@odata.nextLink")
                    ? URI.create(page.path("@odata.nextLink").asText().replace(" ", "%20"))
                    : null;
        }
        return rows;
    }

    static String numberOrNull(@Nullable String text) {
        return text == null ? "null" : number(text);
    }

    static String number(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** A row of the Web API's JSON as {@link TargetReader} shows it. */
    public static Map<String, String> texts(JsonNode row, List<String> columns) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String column : columns) {
            JsonNode value = row.path(column);
            texts.put(
                    column,
                    value.isNull() || value.isMissingNode()
                            ? "null"
                            : value.isNumber() ? number(value.asText()) : value.asText());
        }
        return texts;
    }

    private String token() throws InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + target.clientId() + "&client_secret="
                + URLEncoder.encode(target.secret().reveal(), UTF_8) + "&scope="
                + URLEncoder.encode(target.baseUrl() + "/.default", UTF_8);
        return send(HttpRequest.newBuilder(target.tokenUrl())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))
                .path("access_token")
                .asText();
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString(UTF_8));
            if (response.statusCode() != OK) {
                throw new ControlException("the target could not be read: " + response + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException failed) {
            throw new ControlException("the target could not be read: " + failed, failed);
        }
    }
}
