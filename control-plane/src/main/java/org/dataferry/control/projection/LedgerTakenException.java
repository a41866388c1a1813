package org.dataferry.control.projection;

import org.dataferry.control.ControlException;

/** Another process keeps the ledger up to date: within a run, or by {@code ferry ledger}. */
public final class LedgerTakenException extends ControlException {

    LedgerTakenException() {
        super("another process keeps the ledger up to date: ferry run, ferry demo, or another ferry ledger");
    }
}
