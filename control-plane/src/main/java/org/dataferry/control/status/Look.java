package org.dataferry.control.status;

import java.util.List;
import java.util.Map;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.Trouble;
import org.dataferry.schemas.control.ControlEvent;

/**
 * What one look at a migration has told.
 *
 * @param report the sums
 * @param situation how it stands
 * @param troubles by entity, what keeps its writes from their end; an entity without any is left out
 * @param decisions what people have decided last, the newest first
 * @param source how it is at the source
 */
public record Look(
        StatusReport report,
        Situation situation,
        Map<String, Trouble> troubles,
        List<ControlEvent> decisions,
        SourceLook source) {

    /** Of which the source is not looked at. */
    public Look(StatusReport report, Situation situation, Map<String, Trouble> troubles, List<ControlEvent> decisions) {
        this(report, situation, troubles, decisions, SourceLook.NONE);
    }

    public Look {
        troubles = Map.copyOf(troubles);
        decisions = List.copyOf(decisions);
    }

    /** What keeps the writes of an entity from their end. */
    public Trouble troubleOf(String entity) {
        return troubles.getOrDefault(entity, Trouble.NONE);
    }
}
