package org.dataferry.control;

import org.jspecify.annotations.Nullable;

/** The root of what the control plane throws: a command that could not do its work. */
public class ControlException extends RuntimeException {

    public ControlException(String message) {
        super(message);
    }

    public ControlException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
