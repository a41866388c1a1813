package org.dataferry.schemas.avro;

import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;

/** Bytes that are not a record in the Confluent wire format, or whose schema nobody knows: a dead letter. */
public final class UnreadableRecordException extends SchemasException {

    public UnreadableRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
