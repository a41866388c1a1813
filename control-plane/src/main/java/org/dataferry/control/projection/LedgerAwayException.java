package org.dataferry.control.projection;

import org.dataferry.control.ControlException;

/** There is no ledger to read. */
public final class LedgerAwayException extends ControlException {

    LedgerAwayException(String message) {
        super(message);
    }

    LedgerAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
