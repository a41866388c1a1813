package org.dataferry.transform;

import org.jspecify.annotations.Nullable;

/** The root of what the transform throws. */
public class TransformException extends RuntimeException {

    public TransformException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public TransformException(String message) {
        super(message);
    }
}
