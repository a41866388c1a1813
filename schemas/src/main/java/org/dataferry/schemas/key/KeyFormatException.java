package org.dataferry.schemas.key;

import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;

/** A text that is not the canonical text of a key, or a value that cannot be part of one. */
public final class KeyFormatException extends SchemasException {

    public KeyFormatException(String message) {
        super(message);
    }

    public KeyFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
