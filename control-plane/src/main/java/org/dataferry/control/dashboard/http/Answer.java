package org.dataferry.control.dashboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered.
 *
 * @param headers besides those that every answer has
 */
public record Answer(int status, String contentType, Map<String, String> headers, Body body) {

    private static final String JSON = "application/json; charset=utf-8";

    /** What follows the headers. */
    public sealed interface Body {}

    /** All at once. */
    record Whole(byte[] bytes) implements Body {}

    /** Bit by bit, until the writer returns. */
    record Streamed(Writer writer) implements Body {}

    /** Writes to a connection by the thread of the request. */
    public interface Writer {
        void write(Connection connection) throws IOException, InterruptedException;
    }

    /** To whoever asked. */
    public interface Connection {
        /** Returns when the bytes are on their way; blocks while the other side takes none. */
        void write(byte[]... parts) throws IOException;

        /** Ends the connection under a write that blocks; for any thread. */
        void abort();
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer json(int status, JsonNode document) {
        return json(status, document.toString().getBytes(UTF_8));
    }

    public static Answer json(int status, byte[] document) {
        return of(status, JSON, document);
    }

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, Map.of(), new Whole(body));
    }

    public static Answer nothing() {
        return of(204, "", new byte[0]);
    }

    public static Answer streamed(String contentType, Writer writer) {
        return new Answer(200, contentType, Map.of(), new Streamed(writer));
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body);
    }
}
