package org.dataferry.acceptance.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** Reads values in the Confluent wire format with the schema that the registry has under their id. */
public final class AvroByRegistry {

    private static final int HEADER_BYTES = 5;
    private static final int OK = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI registry;
    private final Map<Integer, Schema> schemas = new HashMap<>();

    /** @param registry where the Confluent API begins */
    public AvroByRegistry(URI registry) {
        this.registry = registry;
    }

    public GenericRecord read(byte[] value) throws InterruptedException {
        ByteBuffer header = ByteBuffer.wrap(value, 0, HEADER_BYTES);
        if (header.get() != 0) {
            throw new AssertionError("a value that does not begin with a zero byte");
        }
        int id = header.getInt();
        Schema schema = schemas.get(id);
        if (schema == null) {
            schema = new Schema.Parser().parse(get("/schemas/ids/" + id, "schema"));
            schemas.put(id, schema);
        }
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(
                            null,
                            DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The newest schema's id of every subject that begins like this. */
    public Map<String, Integer> ids(String prefix) throws InterruptedException {
        Map<String, Integer> ids = new TreeMap<>();
        try {
            for (var subject : JSON.readTree(get("/subjects"))) {
                if (subject.asText().startsWith(prefix)) {
                    ids.put(
                            subject.asText(),
                            JSON.readTree(get("/subjects/" + subject.asText() + "/versions/latest"))
                                    .path("id")
                                    .asInt());
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return ids;
    }

    private String get(String path, String field) throws InterruptedException {
        try {
            return JSON.readTree(get(path)).path(field).asText();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String get(String path) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(registry + path))
                            .timeout(TIMEOUT)
                            .build(),
                    BodyHandlers.ofString(UTF_8));
            if (response.statusCode() != OK) {
                throw new AssertionError(response + " " + response.body());
            }
            return response.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
