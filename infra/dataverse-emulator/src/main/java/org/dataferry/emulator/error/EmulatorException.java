package org.dataferry.emulator.error;

import org.jspecify.annotations.Nullable;

/** Root of what this module throws. A message names what is wrong and what would be right. */
public class EmulatorException extends RuntimeException {
    public EmulatorException(String message) {
        this(message, null);
    }

    public EmulatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
