package org.dataferry.control.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.ledger.AnswerDelay;
import org.dataferry.control.ledger.Movement;
import org.dataferry.control.ledger.PlannedCutover;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.usage.Entitlement;

/**
 * How a migration stands at a moment.
 *
 * @param whole all entities together
 * @param movement of all entities together
 * @param answers from the commit at the source to the target's answer; empty if nothing was answered lately
 * @param control what people have decided for the sinks
 * @param entitlement how much of it is used
 * @param cutover when it is to be, if that is set
 * @param captures whether capture runs, on any machine: it writes something now and then
 */
public record Situation(
        Instant at,
        Assessment whole,
        Movement movement,
        List<OfEntity> entities,
        Optional<AnswerDelay> answers,
        Forecast forecast,
        Signs signs,
        SinkControl control,
        Entitlement entitlement,
        Optional<PlannedCutover> cutover,
        boolean captures) {

    public Situation {
        entities = List.copyOf(entities);
    }

    /** One entity, or a relationship of links. */
    public record OfEntity(Movement movement, Assessment assessment, Forecast forecast) {}

    /** That of one entity; empty if no mapping makes it. */
    public Optional<OfEntity> of(String entity) {
        return entities.stream()
                .filter(one -> one.movement().entity().equals(entity))
                .findFirst();
    }
}
