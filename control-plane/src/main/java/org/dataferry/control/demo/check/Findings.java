package org.dataferry.control.demo.check;

import java.util.ArrayList;
import java.util.List;

/** What a check found to be wrong: the first of it by name, and all of it as a number. */
final class Findings {

    /** As many as somebody looks through. */
    static final int MOST_NAMED = 50;

    private final List<Finding> named = new ArrayList<>();
    private long count;

    void add(String record, String field, String expected, String found) {
        count++;
        if (named.size() < MOST_NAMED) {
            named.add(new Finding(record, field, expected, found));
        }
    }

    List<Finding> named() {
        return List.copyOf(named);
    }

    long count() {
        return count;
    }
}
