package org.dataferry.control.soak.emulator;

import java.util.List;
import java.util.Map;

/**
 * What the soak did and found.
 *
 * @param passes one for each facet of the limits
 * @param kills of the emulator, by kill -9
 * @param answered bulk writes that were answered before a kill
 * @param unanswered bulk writes whose answer a kill took away
 * @param unansweredThere those of them that were found done, whole
 * @param rows that were there at the end, in the tables of the kills
 * @param violations by invariant, those that hold included with none
 * @param folder where everything is kept if something was found
 */
public record EmulatorSoakReport(
        long seed,
        List<Pass> passes,
        int kills,
        long answered,
        long unanswered,
        long unansweredThere,
        long rows,
        Map<String, List<String>> violations,
        String folder) {

    /**
     * @param facet that was to be exceeded
     * @param limit of the facet: requests, seconds of execution, or requests at a time
     * @param rows that were written
     * @param requests that were answered, throttled ones among them
     * @param edge decisions that only hold within the requests that were in flight
     * @param seconds on the wall's clock
     */
    public record Pass(String facet, long limit, long rows, long requests, long throttled, long edge, double seconds) {}

    public EmulatorSoakReport {
        passes = List.copyOf(passes);
    }

    public boolean isClean() {
        return violations.values().stream().allMatch(List::isEmpty);
    }
}
