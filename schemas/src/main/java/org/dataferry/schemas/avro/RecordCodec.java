package org.dataferry.schemas.avro;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * One of our types as an Avro record, both ways. {@code read(write(x))} equals {@code x}.
 *
 * <p>Codecs have no state and are safe for any thread.
 */
public interface RecordCodec<T> {

    /** What is written, and what any older record is read as. */
    Schema schema();

    GenericRecord write(T value);

    T read(GenericRecord record);
}
