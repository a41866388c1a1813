package org.dataferry.control.soak.emulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What speaks against each invariant. Thread-safe. */
final class Findings {

    static final String ONLY_WHEN = "a request is throttled only when its facet is exceeded";
    static final String WHENEVER = "no request is let in while a facet is exceeded";
    static final String LOGGED = "the log has every request that was answered";
    static final String STORED = "every row that was answered is there";
    static final String WHOLE = "after a kill an answered bulk write is there whole";
    static final String ATOMIC = "after a kill no bulk write is there in part";
    static final String COMPLETE = "all that was asked for was done";

    private final Map<String, List<String>> byInvariant = new LinkedHashMap<>();

    Findings() {
        for (String invariant : List.of(ONLY_WHEN, WHENEVER, LOGGED, STORED, WHOLE, ATOMIC, COMPLETE)) {
            byInvariant.put(invariant, new ArrayList<>());
        }
    }

    synchronized void add(String invariant, String finding) {
        List<String> found = byInvariant.computeIfAbsent(invariant, name -> new ArrayList<>());
        if (found.size() < EmulatorSoakReport.MOST_SHOWN) {
            found.add(finding);
        }
    }

    synchronized Map<String, List<String>> all() {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        byInvariant.forEach((invariant, found) -> copy.put(invariant, List.copyOf(found)));
        return copy;
    }
}
