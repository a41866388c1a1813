package org.dataferry.control.soak;

import java.util.List;
import java.util.Map;

/**
 * What a soak did and found.
 *
 * @param seed by which it can be repeated, as far as the machine's own timing allows
 * @param transactions committed at the source while stages were killed
 * @param kills of stages
 * @param violations by invariant, those that hold included with none; at most {@link #MOST_SHOWN} each
 * @param folder where everything is kept if something was found
 */
public record SoakReport(
        long seed,
        long transactions,
        int kills,
        int changes,
        int writes,
        Map<String, List<String>> violations,
        String folder) {

    /** Of one invariant; they usually have one cause. */
    public static final int MOST_SHOWN = 20;

    public boolean isClean() {
        return violations.values().stream().allMatch(List::isEmpty);
    }
}
