package org.dataferry.control.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.ledger.PlannedCutover;

/** The time that is set for the cutover, and what will miss it. */
final class CutoverText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CutoverText() {}

    static String line(PlannedCutover cutover, Situation situation, Moments moments) {
        Instant now = situation.at();
        Instant freeze = cutover.freeze();
        String time = freeze.isAfter(now)
                ? "in " + Moments.span(Duration.between(now, freeze))
                : Moments.span(Duration.between(freeze, now)) + " ago";
        List<String> late = late(situation, freeze);
        return "cutover: " + moments.at(freeze, now) + ", " + time + ", as " + cutover.by() + " set it"
                + (late.isEmpty() ? "" : "; may miss it: " + String.join(", ", late));
    }

    /** The entities that may not have caught up by then. */
    private static List<String> late(Situation situation, Instant freeze) {
        Instant end = freeze.isAfter(situation.at()) ? freeze : situation.at();
        return situation.entities().stream()
                .filter(entity -> switch (entity.forecast()) {
                    case Forecast.Done ignored -> false;
                    case Forecast.Between(Instant earliest, Instant latest) -> latest.isAfter(end);
                    case Forecast.Unknown ignored -> true;
                })
                .map(entity -> entity.movement().entity())
                .toList();
    }

    static JsonNode json(Optional<PlannedCutover> cutover) {
        return cutover.<JsonNode>map(planned -> JSON.createObjectNode()
                        .put("freeze", planned.freeze().toString())
                        .put("by", planned.by())
                        .put("why", planned.why())
                        .put("since", planned.since().toString()))
                .orElse(NullNode.getInstance());
    }
}
