package org.dataferry.control.soak;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a soak did and found.
 *
 * @param seed by which it can be repeated, as far as the machine's own timing allows; of the first round
 * @param rounds one migration each
 * @param transactions committed at the source while stages were killed
 * @param kills of stages
 * @param violations by invariant, those that hold included with none; at most {@link #MOST_SHOWN} each
 * @param folder where everything of the last round is kept if something was found
 */
public record SoakReport(
        long seed,
        int rounds,
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

    /** With rounds that followed. */
    SoakReport plus(SoakReport later) {
        Map<String, List<String>> all = new LinkedHashMap<>(violations);
        later.violations.forEach((invariant, found) -> all.merge(
                invariant,
                found,
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
        return new SoakReport(
                seed,
                rounds + later.rounds,
                transactions + later.transactions,
                kills + later.kills,
                changes + later.changes,
                writes + later.writes,
                all,
                later.folder);
    }
}
