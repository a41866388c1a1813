package org.dataferry.control.ledger;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.WriteId;

/** Which writes are rejected, and why. In memory it takes about 60 bytes per rejected write. */
final class RejectedBy {

    private final Map<Fingerprint, RejectionReason> reasons = new HashMap<>();
    private final Map<RejectionReason, Long> counts = new EnumMap<>(RejectionReason.class);
    private final Map<RejectionReason, Example> examples = new EnumMap<>(RejectionReason.class);

    private record Example(Fingerprint write, String row, String detail) {}

    void reject(Fingerprint write, WriteId id, Outcome.Rejected outcome) {
        release(write);
        reasons.put(write, outcome.reason());
        counts.merge(outcome.reason(), 1L, Long::sum);
        examples.put(outcome.reason(), new Example(write, id.row().text(), outcome.detail()));
    }

    /** The write is rejected no longer, if it was. */
    void release(Fingerprint write) {
        RejectionReason reason = reasons.remove(write);
        if (reason != null) {
            counts.computeIfPresent(reason, (same, count) -> count == 1 ? null : count - 1);
            examples.computeIfPresent(reason, (same, example) -> example.write.equals(write) ? null : example);
        }
    }

    /** By reason, those first that refused most. */
    List<Rejections> all() {
        return counts.entrySet().stream()
                .map(count -> rejections(count.getKey(), count.getValue()))
                .sorted((one, other) -> Long.compare(other.writes(), one.writes()))
                .toList();
    }

    private Rejections rejections(RejectionReason reason, long writes) {
        Example example = examples.get(reason);
        return example == null
                ? new Rejections(reason, writes, "", "")
                : new Rejections(reason, writes, example.row, example.detail);
    }
}
