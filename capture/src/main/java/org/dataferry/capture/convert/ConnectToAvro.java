package org.dataferry.capture.convert;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * From Debezium's Connect records to Avro.
 *
 * <ol>
 *   <li>The same Connect schema always gives the same Avro schema, to the character.
 *   <li>An Avro name is legal, and two names never become one ({@link AvroNames}); the original is in {@code ferry.name}.
 *   <li>A column that is not in the key is a union with null, null first and the default.
 *   <li>The placeholder of an unchanged large value never leaves: the column is null, and named in {@code absent}.
 * </ol>
 *
 * Schemas are worked out once: looked up by identity, because Debezium hands out the same object until a table changes,
 * then by equality. Thread-safe.
 */
public final class ConnectToAvro {

    /** Schema versions kept; a source has one for each table at a time, and a refresh makes an equal one. */
    static final int MAX_CACHED_SCHEMAS = 2_000;

    private record ByIdentity(CapturedTable table, Schema key, Schema value) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ByIdentity that
                    && key == that.key
                    && value == that.value
                    && table.equals(that.table);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(value) + System.identityHashCode(key);
        }
    }

    private record ByContent(CapturedTable table, Schema key, Schema value) {}

    private final UnavailableValue unavailable;
    private final int carriedBytes;
    private final Map<ByIdentity, EnvelopeConversion> byIdentity = new Recent<>();
    private final Map<ByContent, EnvelopeConversion> byContent = new Recent<>();

    /** @param carriedBytes the largest binary value of a column that is taken over; of a larger one only its size is */
    public ConnectToAvro(UnavailableValue unavailable, int carriedBytes) {
        this.unavailable = unavailable;
        this.carriedBytes = carriedBytes;
    }

    /**
     * A change of a row.
     *
     * @param change a record with key and value, as Debezium makes it for inserts, updates, deletes and snapshot reads; not a
     *     tombstone, a heartbeat or transaction metadata
     * @throws ConversionException if the record has no key or no value, or a value that its schema does not allow
     */
    public ConvertedChange convert(CapturedTable table, SourceRecord change) {
        if (!(change.key() instanceof Struct key) || !(change.value() instanceof Struct envelope)) {
            throw new ConversionException("record of topic " + change.topic() + " at " + change.sourceOffset()
                    + " is no change of a row: it needs a key and a value");
        }
        try {
            return conversionOf(table, change.keySchema(), change.valueSchema()).convert(key, envelope);
        } catch (ConversionException e) {
            throw new ConversionException(
                    "table " + table.schema() + "." + table.table() + ", key " + key + ": " + e.getMessage(), e);
        }
    }

    /** The Avro schema of a table's key. */
    public org.apache.avro.Schema keySchema(CapturedTable table, Schema key, Schema envelope) {
        return conversionOf(table, key, envelope).keySchema();
    }

    /** The Avro schema of a table's envelope. */
    public org.apache.avro.Schema envelopeSchema(CapturedTable table, Schema key, Schema envelope) {
        return conversionOf(table, key, envelope).envelopeSchema();
    }

    /** The envelope of a table for rows that are not converted but written field by field. */
    public RowForm rowForm(CapturedTable table, Schema key, Schema envelope) {
        return conversionOf(table, key, envelope).rowForm();
    }

    private synchronized EnvelopeConversion conversionOf(CapturedTable table, Schema key, Schema value) {
        return remembered(
                byIdentity,
                new ByIdentity(table, key, value),
                () -> remembered(
                        byContent,
                        new ByContent(table, key, value),
                        () -> new EnvelopeConversion(table, key, value, unavailable, carriedBytes)));
    }

    private static <K> EnvelopeConversion remembered(
            Map<K, EnvelopeConversion> cache, K key, Supplier<EnvelopeConversion> made) {
        EnvelopeConversion known = cache.get(key);
        if (known == null) {
            known = made.get();
            cache.put(key, known);
        }
        return known;
    }

    private static final class Recent<K> extends LinkedHashMap<K, EnvelopeConversion> {
        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, EnvelopeConversion> eldest) {
            return size() > MAX_CACHED_SCHEMAS;
        }
    }
}
