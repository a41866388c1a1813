package org.dataferry.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server could not be started, reached or stopped. The message names the server, its log and what to do. */
public class EmbeddedServersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedServersException(String message) {
        super(message);
    }

    EmbeddedServersException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
