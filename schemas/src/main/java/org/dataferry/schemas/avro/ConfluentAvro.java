package org.dataferry.schemas.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.registry.Compatibility;
import org.dataferry.schemas.registry.Registration;
import org.dataferry.schemas.registry.SchemaRegistry;

/**
 * Avro records in the Confluent wire format: a zero byte, the schema's id as four bytes, big end first, then Avro
 * binary (Confluent documentation, "Wire format").
 *
 * <p>Ids are kept once known, in both directions; their number is that of the schemas, so it stays small. Safe for any
 * thread.
 */
public final class ConfluentAvro {

    /** The zero byte and the id. */
    public static final int HEADER_BYTES = 5;

    private final SchemaRegistry registry;
    private final Map<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<ReaderKey, GenericDatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();

    private record SubjectSchema(String subject, Schema schema) {}

    private record ReaderKey(int writerId, Schema reader) {}

    public ConfluentAvro(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** The id of a schema under a subject, registered if need be. Throws if the registry refuses it. */
    public int idOf(String subject, Schema schema) {
        Integer known = ids.get(new SubjectSchema(subject, schema));
        return known != null ? known : register(subject, schema);
    }

    public byte[] encode(String subject, GenericRecord record) {
        return encode(idOf(subject, record.getSchema()), record);
    }

    public byte[] encode(int id, GenericRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema(), GenericData.get()).write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Reads a record as it was written. */
    public GenericRecord decode(byte[] bytes) {
        int id = idIn(bytes);
        return decode(bytes, id, schemaOf(id));
    }

    /** Reads a record, whatever version wrote it, as the given schema. */
    public GenericRecord decode(byte[] bytes, Schema as) {
        return decode(bytes, idIn(bytes), as);
    }

    /** The schema id that a record in wire format begins with. */
    public static int idIn(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            throw new UnreadableRecordException(
                    "a record of " + bytes.length + " bytes is not in the Confluent wire format", null);
        }
        return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    }

    private GenericRecord decode(byte[] bytes, int id, Schema as) {
        GenericDatumReader<GenericRecord> reader = readers.computeIfAbsent(
                new ReaderKey(id, as), key -> new GenericDatumReader<>(schemaOf(id), as, GenericData.get()));
        try {
            return reader.read(
                    null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
        } catch (IOException | RuntimeException broken) {
            throw new UnreadableRecordException("a record does not fit its schema " + id, broken);
        }
    }

    private Schema schemaOf(int id) {
        return schemas.computeIfAbsent(
                id,
                unknown -> registry.byId(unknown)
                        .orElseThrow(() -> new UnreadableRecordException(
                                "the registry does not know schema " + unknown + " that a record was written with",
                                null)));
    }

    private int register(String subject, Schema schema) {
        if (registry.versions(subject).isEmpty()) {
            registry.setCompatibility(subject, Compatibility.BACKWARD_TRANSITIVE);
        }
        return switch (registry.register(subject, schema)) {
            case Registration.Accepted(int id) -> {
                ids.put(new SubjectSchema(subject, schema), id);
                schemas.putIfAbsent(id, schema);
                yield id;
            }
            case Registration.Incompatible(String reason) ->
                throw new SchemasException("the registry refuses the new schema of subject '" + subject
                        + "': it would break readers of earlier versions. It said: " + reason);
        };
    }
}
