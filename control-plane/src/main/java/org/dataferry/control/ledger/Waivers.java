package org.dataferry.control.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.write.WriteId;

/** Which writes are waived, by the decisions so far. Each takes about 150 bytes. */
final class Waivers {

    private final Map<String, List<Waived>> byDecision = new HashMap<>();
    private final Map<Fingerprint, Integer> decisionsByWrite = new HashMap<>();

    /** A write that a decision names. */
    record Waived(String entity, Fingerprint row, Fingerprint write) {
        private static Waived of(WriteId write) {
            return new Waived(write.row().entity(), Fingerprint.of(write.row().text()), Fingerprint.of(write.text()));
        }
    }

    boolean isWaived(Fingerprint write) {
        return decisionsByWrite.containsKey(write);
    }

    /**
     * Takes the next event of the topic.
     *
     * @return the writes that are waived since, or are no longer
     */
    List<Waived> take(WaiverEvent event) {
        return switch (event) {
            case WaiverEvent.Waived waived -> waive(waived);
            case WaiverEvent.Withdrawn withdrawn -> withdraw(withdrawn.waiverId());
        };
    }

    private List<Waived> waive(WaiverEvent.Waived event) {
        List<Waived> all = byDecision.computeIfAbsent(event.waiverId(), first -> new ArrayList<>());
        event.writes().stream().map(Waived::of).forEach(all::add);
        if (!event.isLast()) {
            return List.of();
        }
        return all.stream()
                .filter(one -> decisionsByWrite.merge(one.write(), 1, Integer::sum) == 1)
                .toList();
    }

    /** Of a decision that is not known, or was withdrawn before, nothing is. */
    private List<Waived> withdraw(String waiverId) {
        List<Waived> all = byDecision.getOrDefault(waiverId, List.of());
        byDecision.remove(waiverId);
        return all.stream()
                .filter(one ->
                        decisionsByWrite.computeIfPresent(one.write(), (write, count) -> count == 1 ? null : count - 1)
                                == null)
                .toList();
    }
}
