package org.dataferry.capture.convert;

import java.util.List;
import org.apache.avro.generic.GenericRecord;

/**
 * A change as it goes into the log.
 *
 * @param key the primary key's columns, in the key's order
 * @param envelope Debezium's envelope and {@code absent}
 * @param absent the columns, by their names in PostgreSQL, whose value is unknown in {@code after} (in {@code before} of a
 *     delete); the same list is in the envelope
 */
public record ConvertedChange(GenericRecord key, GenericRecord envelope, List<String> absent) {
    public ConvertedChange {
        absent = List.copyOf(absent);
    }
}
