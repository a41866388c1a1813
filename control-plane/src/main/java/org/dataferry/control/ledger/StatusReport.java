package org.dataferry.control.ledger;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.schemas.key.SourceTable;

/** The state of a migration at one moment. */
public record StatusReport(List<EntityStatus> entities, Lag lag, long unannounced) {

    public StatusReport {
        entities = List.copyOf(entities);
    }

    /** Reads the topics to their ends and sums up. */
    public static StatusReport read(LedgerReader reader, Map<String, Set<SourceTable>> tablesByEntity, Clock clock) {
        reader.catchUp();
        return new StatusReport(
                reader.ledger().sums(tablesByEntity),
                Lag.of(reader, clock.instant()),
                reader.ledger().unannounced());
    }

    /** Whether some write was refused or waits for what may never come. */
    public boolean hasOpenOrRejected() {
        return entities.stream().anyMatch(entity -> entity.rejected() + entity.parked() + entity.bounced() > 0);
    }
}
