package org.dataferry.capture;

import org.jspecify.annotations.Nullable;

/** The root of what capture throws: the source, its settings or a record is not as it has to be. Unchecked; the message is for people. */
public class CaptureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
