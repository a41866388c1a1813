package org.dataferry.capture.convert;

import org.dataferry.capture.CaptureException;
import org.jspecify.annotations.Nullable;

/** A Connect schema or value that has no Avro form; the message names the field. */
public final class ConversionException extends CaptureException {

    private static final long serialVersionUID = 1L;

    ConversionException(String message) {
        super(message);
    }

    ConversionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
