package org.dataferry.control.ledger;

import java.time.Instant;
import java.util.Optional;
import org.dataferry.schemas.control.ControlEvent;

/**
 * The time that is set for the cutover.
 *
 * @param freeze when the source is to be frozen
 * @param by who set it
 * @param since when it was set
 */
public record PlannedCutover(Instant freeze, String by, String why, Instant since) {

    /** Empty where the decision was to have no time any more. */
    static Optional<PlannedCutover> of(ControlEvent.CutoverPlanned event) {
        return event.freeze().map(freeze -> new PlannedCutover(freeze, event.by(), event.why(), event.at()));
    }
}
