package org.dataferry.schemas.registry;

import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;

/** The registry could not be reached, or said something that was not expected of it. */
public final class RegistryException extends SchemasException {

    public RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public RegistryException(String message) {
        super(message);
    }
}
