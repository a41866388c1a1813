package org.dataferry.schemas;

import org.jspecify.annotations.Nullable;

/** The root of everything this module throws. A subtype exists only where a caller reacts differently. */
public class SchemasException extends RuntimeException {

    public SchemasException(String message) {
        super(message);
    }

    public SchemasException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
