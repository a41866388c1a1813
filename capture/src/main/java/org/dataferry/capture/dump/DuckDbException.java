package org.dataferry.capture.dump;

import org.dataferry.capture.CaptureException;

/** DuckDB could not do what it was told, such as read a file. */
public final class DuckDbException extends CaptureException {

    private static final long serialVersionUID = 1L;

    DuckDbException(String message, Throwable cause) {
        super(message, cause);
    }
}
