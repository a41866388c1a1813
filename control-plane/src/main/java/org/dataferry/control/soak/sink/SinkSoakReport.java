package org.dataferry.control.soak.sink;

import java.util.List;
import java.util.Map;

/**
 * What the soak did and found.
 *
 * @param seed by which it can be repeated, as far as the machine's own timing allows
 * @param episodes in their order
 * @param writes that were announced
 * @param rejected of them; those that had to be
 * @param bounced outcomes by which a write waited for a row
 * @param rows that the target has
 * @param kills of sinks, by kill -9
 * @param halts deaths of sinks at their worst places
 * @param seconds of writing, on the wall's clock
 * @param violations by invariant, those that hold included with none
 * @param folder where everything is kept if something was found
 */
public record SinkSoakReport(
        long seed,
        int processes,
        List<Faults> episodes,
        long writes,
        long rejected,
        long bounced,
        int rows,
        int kills,
        int halts,
        double seconds,
        Map<String, List<String>> violations,
        String folder) {

    /**
     * An episode of one fault or several.
     *
     * @param writes that were sent meanwhile
     * @param struck requests that were struck
     */
    public record Faults(String name, long writes, long struck) {}

    public SinkSoakReport {
        episodes = List.copyOf(episodes);
    }

    public boolean isClean() {
        return violations.values().stream().allMatch(List::isEmpty);
    }
}
