package org.dataferry.control.demo.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a check found to be wrong: the first of it by name, and all of it as a number. */
final class Findings {

    /** As many as somebody looks through. */
    static final int MOST_NAMED = 50;

    /** Of one field, or of whole records of one table: one fault that a thousand rows have must not hide another. */
    private static final int MOST_ALIKE = 5;

    private final List<Finding> named = new ArrayList<>();
    private final Map<String, Integer> alike = new HashMap<>();
    private long count;

    void add(String record, String field, String expected, String found) {
        count++;
        String kind = record.substring(0, record.indexOf(' ') + 1) + field;
        if (named.size() < MOST_NAMED && alike.merge(kind, 1, Integer::sum) <= MOST_ALIKE) {
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
