package org.dataferry.control.dashboard.alert;

import java.util.List;

/**
 * What is so at a look.
 *
 * @param isWhole whether all of it is known: what is not among the conditions is over only then
 */
record Findings(List<Condition> conditions, boolean isWhole) {

    Findings {
        conditions = List.copyOf(conditions);
    }
}
