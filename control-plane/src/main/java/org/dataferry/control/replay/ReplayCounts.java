package org.dataferry.control.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.control.ledger.EntityStatus;

/** A sum as counts by the names that {@code ferry status} has for them. */
public final class ReplayCounts {

    private ReplayCounts() {}

    /** What became of a replay's writes; what is no part of a replay's sum is left out. */
    static Map<String, Long> ofReplay(EntityStatus sum) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("applied", sum.applied());
        counts.put("alreadyApplied", sum.alreadyApplied());
        counts.put("skipped", sum.skipped());
        counts.put("parked", sum.parked());
        counts.put("deferred", sum.deferred());
        counts.put("bounced", sum.bounced());
        counts.put("rejected", sum.rejected());
        return counts;
    }

    /** While it goes on: also those that have no outcome yet. */
    static Map<String, Long> underWay(EntityStatus sum) {
        Map<String, Long> counts = ofReplay(sum);
        counts.put("inFlight", sum.inFlight());
        return counts;
    }

    /** Of an entity: what a replay is to change. */
    public static Map<String, Long> ofEntity(EntityStatus sum) {
        Map<String, Long> counts = underWay(sum);
        counts.put("announced", sum.announced());
        counts.put("rows", sum.rows());
        counts.put("rejectedRows", sum.rejectedRows());
        return counts;
    }
}
