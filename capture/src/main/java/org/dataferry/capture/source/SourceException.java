package org.dataferry.capture.source;

import org.dataferry.capture.CaptureException;
import org.jspecify.annotations.Nullable;

/** The source can't be read or loaded; the message says which one and why. */
public final class SourceException extends CaptureException {

    private static final long serialVersionUID = 1L;

    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
