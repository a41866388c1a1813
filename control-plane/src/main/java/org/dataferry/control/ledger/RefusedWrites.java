package org.dataferry.control.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;

/**
 * The writes by which rows are refused now, as {@code ferry status} counts them, and those that are parked; each with its last
 * outcome. Takes about 500 bytes for each write that was refused or parked and has no other outcome since.
 */
public final class RefusedWrites {

    private final RejectedBy rejectedBy = new RejectedBy(new Waivers());
    private final Map<Fingerprint, RecordedOutcome> candidates = new LinkedHashMap<>();

    /** The outcomes of a row in the order of the log. */
    public void recorded(RecordedOutcome outcome) {
        rejectedBy.recorded(outcome);
        Fingerprint write = Fingerprint.of(outcome.write().text());
        if (outcome.outcome() instanceof Outcome.Rejected || outcome.outcome() instanceof Outcome.Parked) {
            candidates.put(write, outcome);
        } else {
            candidates.remove(write);
        }
    }

    public List<RecordedOutcome> all() {
        return candidates.values().stream()
                .filter(one -> one.outcome() instanceof Outcome.Parked || rejectedBy.isStanding(one.write()))
                .toList();
    }
}
