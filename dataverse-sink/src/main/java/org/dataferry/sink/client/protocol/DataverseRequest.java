package org.dataferry.sink.client.protocol;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request, ready to be sent, or to become a part of a batch.
 *
 * @param path relative to the API root, already percent-encoded: {@code accounts(…)?$select=name}
 * @param headers beyond those that every request carries
 * @param content empty when there is none
 * @param rows how many rows it concerns, for metrics
 * @param deadline after which no further attempt is begun; without one, attempts go on until the lane stops
 */
public record DataverseRequest(
        Operation operation,
        Method method,
        String path,
        Map<String, String> headers,
        Optional<Content> content,
        int rows,
        Optional<Instant> deadline) {

    /** What a request carries. */
    public sealed interface Content {

        /** JSON, or a batch. */
        record Text(String text) implements Content {}

        /** The bytes of a file; whoever gives them does not change them. */
        record Octets(byte[] bytes) implements Content {}
    }

    public static final String JSON = "application/json; charset=utf-8";

    /** GET reads, all else writes. */
    public enum Method {
        GET,
        POST,
        PATCH,
        PUT,
        DELETE
    }

    public DataverseRequest {
        if (path.startsWith("/") || path.contains("://")) {
            throw new IllegalArgumentException("The path %s should be relative to the API root".formatted(path));
        }
        headers = Map.copyOf(headers);
    }

    public static DataverseRequest get(Operation operation, String path) {
        return new DataverseRequest(operation, Method.GET, path, Map.of(), Optional.empty(), 0, Optional.empty());
    }

    public static DataverseRequest delete(Operation operation, String path) {
        return new DataverseRequest(operation, Method.DELETE, path, Map.of(), Optional.empty(), 1, Optional.empty());
    }

    /** A request with a JSON body. */
    public static DataverseRequest json(Operation operation, Method method, String path, String body) {
        Map<String, String> headers = Map.of("Content-Type", JSON);
        return new DataverseRequest(
                operation, method, path, headers, Optional.of(new Content.Text(body)), 1, Optional.empty());
    }

    /** A request with the bytes of a file. */
    public static DataverseRequest octets(Operation operation, Method method, String path, byte[] bytes) {
        Map<String, String> headers = Map.of("Content-Type", "application/octet-stream");
        return new DataverseRequest(
                operation, method, path, headers, Optional.of(new Content.Octets(bytes)), 1, Optional.empty());
    }

    /** The text that it carries; empty if it carries none. */
    public Optional<String> body() {
        return content.flatMap(carried -> switch (carried) {
            case Content.Text(String text) -> Optional.of(text);
            case Content.Octets ignored -> Optional.empty();
        });
    }

    public DataverseRequest withHeader(String name, String value) {
        return withHeaders(Map.of(name, value));
    }

    public DataverseRequest withHeaders(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new DataverseRequest(operation, method, path, all, content, rows, deadline);
    }

    public DataverseRequest withRows(int count) {
        return new DataverseRequest(operation, method, path, headers, content, count, deadline);
    }

    public DataverseRequest withDeadline(Instant instant) {
        return new DataverseRequest(operation, method, path, headers, content, rows, Optional.of(instant));
    }

    /** True when sending it twice changes nothing, so that a lost answer loses nothing. */
    public boolean reads() {
        return method == Method.GET;
    }

    public boolean pastDeadline(Instant instant) {
        return deadline.filter(instant::isAfter).isPresent();
    }

    /** Without the Authorization header and the body, which may hold personal data. */
    @Override
    public String toString() {
        return "%s %s %s rows=%d".formatted(operation, method, path, rows);
    }
}
