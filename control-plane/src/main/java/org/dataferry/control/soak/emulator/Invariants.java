package org.dataferry.control.soak.emulator;

import java.util.List;

/** What must hold in the soak of the emulator. */
final class Invariants {

    static final String ONLY_WHEN = "a request is throttled only when its facet is exceeded";
    static final String WHENEVER = "no request is let in while a facet is exceeded";
    static final String LOGGED = "the log has every request that was answered";
    static final String STORED = "every row that was answered is there";
    static final String WHOLE = "after a kill an answered bulk write is there whole";
    static final String ATOMIC = "after a kill no bulk write is there in part";
    static final String COMPLETE = "all that was asked for was done";

    static final List<String> ALL = List.of(ONLY_WHEN, WHENEVER, LOGGED, STORED, WHOLE, ATOMIC, COMPLETE);

    private Invariants() {}
}
