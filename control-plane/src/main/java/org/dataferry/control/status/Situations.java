package org.dataferry.control.status;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.Movement;
import org.dataferry.control.ledger.Movements;
import org.dataferry.schemas.key.SourceTable;
import org.jspecify.annotations.Nullable;

/** Looks at a migration again and again. What only two looks can tell, it remembers. For one thread. */
public final class Situations {

    private final LedgerReader reader;
    private final Map<String, Set<SourceTable>> tablesByEntity;
    private final Assessor assessor;
    private final Clock clock;
    private long transformRead = -1;
    private @Nullable Instant transformMoved;

    /** @param reader whose last reading of the topics is looked at */
    public Situations(
            LedgerReader reader, Map<String, Set<SourceTable>> tablesByEntity, Assessor assessor, Clock clock) {
        this.reader = reader;
        this.tablesByEntity = Map.copyOf(tablesByEntity);
        this.assessor = assessor;
        this.clock = clock;
    }

    /** How it stands, as of the last time that the topics were read. */
    public Situation look(Signs.Running running) {
        Instant now = clock.instant();
        Movements movements = reader.movements();
        Signs signs = new Signs(
                movements.captureHeard(),
                movements.lastHeartbeat(),
                reader.announcedUpTo(),
                movements.firstCaptured(),
                transformMoved(movements, now),
                running);
        Movement whole = movements.whole(tablesByEntity, now);
        Assessment assessment = assessor.assess(whole, signs, now);
        List<Situation.OfEntity> entities = tablesByEntity.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entity -> movements.of(entity.getKey(), entity.getValue(), now))
                .map(movement -> new Situation.OfEntity(movement, assessor.assess(movement, signs, now)))
                .toList();
        return new Situation(
                now,
                assessment,
                whole,
                entities,
                movements.answerDelay(now),
                Forecast.of(assessment, whole, signs.lastHeartbeat().isPresent(), now),
                signs,
                assessor.isHeard(signs, now));
    }

    /** The first look tells nothing of whether it moves. */
    private Optional<Instant> transformMoved(Movements movements, Instant now) {
        if (transformRead >= 0 && movements.transformRead() > transformRead) {
            transformMoved = now;
        }
        transformRead = movements.transformRead();
        return Optional.ofNullable(transformMoved);
    }
}
