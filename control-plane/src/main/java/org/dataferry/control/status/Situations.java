package org.dataferry.control.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dataferry.control.ledger.CaptureSigns;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.Movement;
import org.dataferry.control.ledger.Movements;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.usage.Entitlement;
import org.dataferry.schemas.usage.RequestUse;
import org.jspecify.annotations.Nullable;

/** Looks at a migration again and again. What only two looks can tell, it remembers. For one thread. */
public final class Situations {

    /** A sink that is shut out says so in each minute. */
    private static final Duration LATELY = Duration.ofMinutes(2);

    private final LedgerReader reader;
    private final Map<String, Set<SourceTable>> tablesByEntity;
    private final Set<String> sources;
    private final Assessor assessor;
    private final OptionalLong entitlement;
    private final Clock clock;
    private long transformRead = -1;
    private @Nullable Instant transformMoved;

    /**
     * @param reader whose last reading of the topics is looked at
     * @param entitlement requests in 24 hours as the settings say, unless somebody has changed them since
     */
    public Situations(
            LedgerReader reader,
            Map<String, Set<SourceTable>> tablesByEntity,
            Assessor assessor,
            OptionalLong entitlement,
            Clock clock) {
        this.entitlement = entitlement;
        this.reader = reader;
        this.tablesByEntity = Map.copyOf(tablesByEntity);
        this.sources = CaptureSigns.sourcesOf(tablesByEntity);
        this.assessor = assessor;
        this.clock = clock;
    }

    /** How it stands, as of the last time that the topics were read. */
    public Situation look(Signs.Running running) {
        Instant now = clock.instant();
        Movements movements = reader.movements();
        CaptureSigns capture = reader.captureSigns();
        Signs signs = new Signs(
                capture.heard(sources),
                capture.lastHeartbeat(sources),
                capture.announcedUpTo(sources),
                movements.firstCaptured(),
                transformMoved(movements, now),
                running,
                shutOut(reader.usage(), now));
        SinkControl control = reader.control();
        Movement whole = movements.whole(tablesByEntity, any -> true, now);
        Movement active = movements.whole(tablesByEntity, entity -> !control.isPaused(entity), now);
        Assessment assessment = whole(control, whole, active, signs, now);
        List<Situation.OfEntity> entities = tablesByEntity.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entity -> movements.of(entity.getKey(), entity.getValue(), now))
                .map(movement -> ofEntity(control, movement, signs, now))
                .toList();
        return new Situation(
                now,
                assessment,
                whole,
                entities,
                movements.answerDelay(now),
                Forecast.of(assessment, active, signs.lastHeartbeat().isPresent(), now),
                signs,
                control,
                Entitlement.of(
                        reader.usage(),
                        control.limits().entitlement().map(OptionalLong::of).orElse(entitlement),
                        now),
                reader.cutover(),
                assessor.isHeard(signs, now));
    }

    private Situation.OfEntity ofEntity(SinkControl control, Movement movement, Signs signs, Instant now) {
        Assessment assessment = assessment(control, movement, signs, now);
        return new Situation.OfEntity(
                movement,
                assessment,
                Forecast.of(assessment, movement, signs.lastHeartbeat().isPresent(), now));
    }

    private Assessment assessment(SinkControl control, Movement movement, Signs signs, Instant now) {
        return control.pauseOf(movement.entity())
                .map(pause -> assessor.paused("", pause, movement, now))
                .orElseGet(() -> assessor.assess(movement, signs, now));
    }

    /** As the entities are that are not paused; where those have nothing to do, as the others are if they have. */
    private Assessment whole(SinkControl control, Movement whole, Movement active, Signs signs, Instant now) {
        Assessment others = assessor.assess(active, signs, now);
        long waiting = whole.inFlight() - active.inFlight();
        if (control.whole().isPresent()) {
            return assessor.paused("", control.whole().get(), whole, now);
        }
        return switch (others.state()) {
            case IDLE, IN_STEP ->
                waiting == 0
                        ? others
                        : new Assessment(
                                SyncState.PAUSED,
                                (waiting == 1
                                                ? "1 write waits"
                                                : String.format(Locale.ROOT, "%,d writes wait", waiting))
                                        + " for entities that are paused; all others are in step");
            case PAUSED, CATCHING_UP, STALLED, UNKNOWN -> others;
        };
    }

    /** Empty as soon as one of the sinks that were heard of lately does not say so. */
    private static Optional<String> shutOut(Collection<RequestUse> usage, Instant now) {
        Map<String, RequestUse> last = new TreeMap<>();
        usage.stream()
                .filter(use -> use.from().isAfter(now.minus(LATELY)))
                .forEach(use -> last.merge(
                        use.process(), use, (one, other) -> one.from().isAfter(other.from()) ? one : other));
        boolean all = last.values().stream().allMatch(use -> use.shutOut().isPresent());
        return last.isEmpty() || !all
                ? Optional.empty()
                : Optional.of(last.values().stream()
                        .flatMap(use -> use.shutOut().stream())
                        .distinct()
                        .collect(Collectors.joining("; ")));
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
