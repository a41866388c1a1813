package org.dataferry.sink.client.token;

import org.dataferry.sink.client.protocol.DataverseException;
import org.jspecify.annotations.Nullable;

/** The token endpoint could not be asked; it may answer later. */
public final class TokenUnavailableException extends DataverseException {
    public TokenUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
