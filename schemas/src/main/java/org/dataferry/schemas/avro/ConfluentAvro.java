package org.dataferry.schemas.avro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
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
 * <p>Ids, readers and writers are kept once known; their number is that of the schemas, so it stays small. Safe for any
 * thread; two threads that meet an unknown schema at once may both ask the registry, and get the same answer.
 */
public final class ConfluentAvro {

    /** The zero byte and the id. */
    public static final int HEADER_BYTES = 5;

    private final SchemaRegistry registry;
    private final Map<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<ReaderKey, GenericDatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();
    private final Map<ReaderKey, Boolean> same = new ConcurrentHashMap<>();
    private final Map<Schema, ColumnsWriter> writers = new ConcurrentHashMap<>();

    private final Set<String> free = ConcurrentHashMap.newKeySet();
    private final Object registration = new Object();

    private record SubjectSchema(String subject, Schema schema) {}

    private record ReaderKey(int writerId, Schema reader) {}

    public ConfluentAvro(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** From now on a subject takes any schema: of a topic whose records are moved on one by one, and read by nobody else. */
    public void allowAnySchema(String subject) {
        registry.setCompatibility(subject, Compatibility.NONE);
        free.add(subject);
    }

    /** The id of a schema under a subject, registered if need be. Throws if the registry refuses it. */
    public int idOf(String subject, Schema schema) {
        SubjectSchema wanted = new SubjectSchema(subject, schema);
        Integer known = ids.get(wanted);
        if (known != null) {
            return known;
        }
        // One after the other: a registry may refuse it when two make the same subject at once.
        synchronized (registration) {
            Integer meanwhile = ids.get(wanted);
            if (meanwhile != null) {
                return meanwhile;
            }
            int id = register(subject, schema);
            ids.put(wanted, id);
            schemas.putIfAbsent(id, schema);
            return id;
        }
    }

    public byte[] encode(String subject, GenericRecord record) {
        return encode(idOf(subject, record.getSchema()), record);
    }

    public byte[] encode(int id, GenericRecord record) {
        WireBuffer wire = WireBuffer.ofThisThread(id);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(wire, null);
        try {
            writerOf(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException | RuntimeException unfit) {
            throw new SchemasException(
                    "a record does not fit its own schema " + record.getSchema().getFullName(), unfit);
        }
        return wire.toByteArray();
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

    /** Reads a record, whatever version wrote it. What the codec throws for content that makes no sense is passed on. */
    <T> T decode(byte[] bytes, RecordCodec<T> codec) {
        int id = idIn(bytes);
        Schema own = codec.schema();
        return codec instanceof DirectCodec<T> direct && isWrittenAs(id, own)
                ? decodeDirectly(bytes, id, direct)
                : codec.read(decode(bytes, id, own));
    }

    /** Kept, since two schemas are compared field by field. */
    private boolean isWrittenAs(int id, Schema own) {
        ReaderKey key = new ReaderKey(id, own);
        Boolean known = same.get(key);
        if (known == null) {
            known = schemaOf(id).equals(own);
            same.put(key, known);
        }
        return known;
    }

    private static <T> T decodeDirectly(byte[] bytes, int id, DirectCodec<T> codec) {
        BinaryDecoder decoder = decoder(bytes);
        try {
            T value = codec.readDirectly(decoder);
            requireEnd(decoder, id);
            return value;
        } catch (IOException | AvroRuntimeException broken) {
            throw unfit(id, broken);
        }
    }

    /** The schema id that a record in wire format begins with. */
    public static int idIn(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            throw new UnreadableRecordException(
                    "a record of " + bytes.length + " bytes is not in the Confluent wire format", null);
        }
        return ByteBuffer.wrap(bytes).getInt(1);
    }

    private GenericRecord decode(byte[] bytes, int id, Schema as) {
        GenericDatumReader<GenericRecord> reader = readerOf(id, as);
        BinaryDecoder decoder = decoder(bytes);
        try {
            GenericRecord record = reader.read(null, decoder);
            requireEnd(decoder, id);
            return record;
        } catch (UnreadableRecordException told) {
            throw told;
        } catch (IOException | RuntimeException broken) {
            throw unfit(id, broken);
        }
    }

    private static BinaryDecoder decoder(byte[] bytes) {
        return DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
    }

    private static void requireEnd(BinaryDecoder decoder, int id) throws IOException {
        if (!decoder.isEnd()) {
            throw new UnreadableRecordException("a record goes on after what its schema " + id + " describes", null);
        }
    }

    private static UnreadableRecordException unfit(int id, Exception broken) {
        return new UnreadableRecordException("a record does not fit its schema " + id, broken);
    }

    private GenericDatumReader<GenericRecord> readerOf(int id, Schema as) {
        ReaderKey key = new ReaderKey(id, as);
        GenericDatumReader<GenericRecord> known = readers.get(key);
        if (known != null) {
            return known;
        }
        // Not within computeIfAbsent: that would hold a lock while the registry is asked.
        Schema written = schemaOf(id);
        return readers.computeIfAbsent(key, unknown -> new GenericDatumReader<>(written, as, GenericData.get()));
    }

    private ColumnsWriter writerOf(Schema schema) {
        ColumnsWriter known = writers.get(schema);
        return known != null ? known : writers.computeIfAbsent(schema, ColumnsWriter::new);
    }

    private Schema schemaOf(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Schema found = registry.byId(id)
                .orElseThrow(() -> new UnreadableRecordException(
                        "the registry does not know schema " + id + " that a record was written with", null));
        schemas.putIfAbsent(id, found);
        return found;
    }

    private int register(String subject, Schema schema) {
        if (!free.contains(subject) && registry.versions(subject).isEmpty()) {
            registry.setCompatibility(subject, Compatibility.BACKWARD_TRANSITIVE);
        }
        return switch (registry.register(subject, schema)) {
            case Registration.Accepted(int id) -> id;
            case Registration.Incompatible(String reason) ->
                throw new SchemasException("the registry refuses the new schema of subject '" + subject
                        + "': it would break readers of earlier versions. It said: " + reason);
        };
    }
}
