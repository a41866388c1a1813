package org.dataferry.control.soak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What speaks against each invariant of a soak. Thread-safe. */
public final class Findings {

    private final Map<String, List<String>> byInvariant = new LinkedHashMap<>();

    /** @param invariants in the order in which they are shown, those that hold included */
    public Findings(List<String> invariants) {
        invariants.forEach(invariant -> byInvariant.put(invariant, new ArrayList<>()));
    }

    /** Only the first {@link SoakReport#MOST_SHOWN} of an invariant are kept. */
    public synchronized void add(String invariant, String finding) {
        List<String> found = byInvariant.computeIfAbsent(invariant, name -> new ArrayList<>());
        if (found.size() < SoakReport.MOST_SHOWN) {
            found.add(finding);
        }
    }

    public synchronized Map<String, List<String>> all() {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        byInvariant.forEach((invariant, found) -> copy.put(invariant, List.copyOf(found)));
        return copy;
    }
}
