package org.dataferry.control.dashboard.alert;

import java.time.Instant;
import java.util.Locale;

/**
 * What is told of an alert.
 *
 * @param since when it began to be so
 * @param at when this was found
 */
record Notice(Kind kind, Alert alert, Instant since, Instant at) {

    enum Kind {
        RAISED,
        /** It still is so. */
        REPEATED,
        CLEARED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
