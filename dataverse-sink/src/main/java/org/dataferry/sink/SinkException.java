package org.dataferry.sink;

import org.jspecify.annotations.Nullable;

/** The root of what the sink throws: something that no retry mends. */
public class SinkException extends RuntimeException {

    public SinkException(String message) {
        super(message);
    }

    public SinkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
