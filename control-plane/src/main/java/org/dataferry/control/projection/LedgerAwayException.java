package org.dataferry.control.projection;

import org.dataferry.control.ControlException;
import org.jspecify.annotations.Nullable;

/** The ledger cannot be read now. */
public final class LedgerAwayException extends ControlException {

    private static final long serialVersionUID = 1L;

    LedgerAwayException(String message) {
        this(message, null);
    }

    LedgerAwayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
