package org.dataferry.control.soak.sink;

import java.util.List;

/** What must hold in the soak of the sink. */
final class Invariants {

    static final String EQUAL = "the target's rows equal the model's, field by field";
    static final String LINKED = "the target's links equal the model's";
    static final String TWICE = "nothing is there twice";
    static final String CREATED = "no row is said to be created more often than it was";
    static final String REFUSED = "every bad write is rejected once, with its reason";
    static final String HEALTHY = "nothing else is rejected, and the newest write of a row is not superseded";
    static final String ONE_OUTCOME = "every announced write has one final outcome";
    static final String STRUCK = "every fault struck";
    static final String LIVES = "a sink ends only when it is killed";
    static final String COMPLETE = "all that was asked for was done";

    static final List<String> ALL =
            List.of(EQUAL, LINKED, TWICE, CREATED, REFUSED, HEALTHY, ONE_OUTCOME, STRUCK, LIVES, COMPLETE);

    private Invariants() {}
}
