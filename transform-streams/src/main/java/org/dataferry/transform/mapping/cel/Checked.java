package org.dataferry.transform.mapping.cel;

import java.util.List;

/** What became of the text of an expression. */
public sealed interface Checked {

    record Valid(Expression expression) implements Checked {}

    /** @param faults at least one */
    record Faulty(List<Fault> faults) implements Checked {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** @param place the place in the text, such as {@code column 7} or {@code line 2, column 3}; empty for the whole */
    record Fault(String place, String message) {
        @Override
        public String toString() {
            return place.isEmpty() ? message : "at " + place + " of the expression: " + message;
        }
    }
}
