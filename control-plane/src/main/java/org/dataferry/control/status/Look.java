package org.dataferry.control.status;

import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param sources how it is at each source, by its name
 */
public record Look(
        StatusReport report,
        Situation situation,
        Map<String, Trouble> troubles,
        List<ControlEvent> decisions,
        Map<String, SourceLook> sources) {

    /** Of which no source is looked at. */
    public Look(StatusReport report, Situation situation, Map<String, Trouble> troubles, List<ControlEvent> decisions) {
        this(report, situation, troubles, decisions, Map.of());
    }

    public Look {
        troubles = Map.copyOf(troubles);
        decisions = List.copyOf(decisions);
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }

    /** What keeps the writes of an entity from their end. */
    public Trouble troubleOf(String entity) {
        return troubles.getOrDefault(entity, Trouble.NONE);
    }
}
