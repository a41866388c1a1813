package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.SumCheck;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.Signs;
import org.dataferry.control.status.Situations;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;

/** Looks at a migration from outside, each time from where the last look came to in the topics. For one thread. */
public final class StatusLooks implements AutoCloseable {

    /** Twice around through all stages, while a run goes on; without one it takes two pauses. */
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(10);

    private static final Duration CHECK_PACE = Duration.ofMillis(100);

    /** As often as a run does it. */
    private static final Duration FROM_CHECK_TO_CHECK = Duration.ofSeconds(30);

    /** More than a commit of transform, whose movement two looks tell. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);

    private final MigrationFolder folder;
    private final Map<String, Set<SourceTable>> tablesByEntity;
    private final KafkaStageOffsets stages;
    private final LedgerReader reader;
    private final Situations situations;
    private final SourceWatches sources;
    private final Clock clock = Clock.systemUTC();
    private Optional<SumCheck> check = Optional.empty();
    private Instant nextCheck = Instant.MIN;
    private List<Imbalance> imbalances = List.of();

    /** @param timeout without any progress, after which reading is given up */
    public StatusLooks(
            MigrationFolder folder,
            Map<String, Set<SourceTable>> tablesByEntity,
            Endpoints endpoints,
            KafkaStageOffsets stages,
            Duration timeout) {
        this.folder = folder;
        this.tablesByEntity = tablesByEntity;
        this.stages = stages;
        this.reader = new LedgerReader(
                folder.topics(),
                new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry())),
                endpoints.kafkaClient(),
                stages,
                timeout);
        this.sources = new SourceWatches(folder, endpoints);
        this.situations = new Situations(
                reader,
                tablesByEntity,
                Assessors.of(folder, endpoints, ZoneId.systemDefault()),
                folder.settings().limits().sink().knownEntitlement(),
                clock);
    }

    /** A look that waits for what one glance does not tell: whether the sum holds, and whether transform moves. */
    public Look thorough() throws InterruptedException {
        Look first = glance();
        long deadline = System.nanoTime() + CHECK_PATIENCE.toNanos();
        while (check.isPresent() && System.nanoTime() < deadline) {
            Thread.sleep(CHECK_PACE);
            lookAtSum();
        }
        if (first.situation().movement().unread() > 0) {
            Thread.sleep(SECOND_LOOK);
        }
        return glance();
    }

    /** Without waiting for anything. */
    public Look glance() {
        reader.catchUp();
        lookAtSum();
        StatusReport report = StatusReport.read(reader, tablesByEntity, imbalances, clock);
        return new Look(
                report,
                situations.look(running()),
                reader.ledger().troubles(),
                reader.decisions(),
                sources.look(reader.held()));
    }

    /** Without a result where a stage does not come far enough: then what is in flight may be under way. */
    private void lookAtSum() {
        if (check.isEmpty() && !clock.instant().isBefore(nextCheck)) {
            check = reader.captureSigns()
                    .lastPassed()
                    .map(passed -> new SumCheck(
                            passed.fenceId(),
                            stages.stableEnds(SumCheck.fanOuts(folder.topics())),
                            reader,
                            stages,
                            folder.topics(),
                            tablesByEntity.keySet(),
                            clock));
        }
        Optional<List<Imbalance>> result = check.flatMap(SumCheck::look);
        if (result.isPresent()) {
            imbalances = result.get();
            check = Optional.empty();
            nextCheck = clock.instant().plus(FROM_CHECK_TO_CHECK);
        }
    }

    private Signs.Running running() {
        OptionalLong capture = RunLock.holderOf(folder.state(), Stage.CAPTURE);
        return new Signs.Running(
                capture,
                stages.hasMembers(folder.topics().transformApplication()),
                stages.hasMembers(folder.topics().sinkGroup()),
                capture.isPresent() ? started(capture.getAsLong()) : Optional.empty());
    }

    private static Optional<Instant> started(long process) {
        return ProcessHandle.of(process).flatMap(handle -> handle.info().startInstant());
    }

    @Override
    public void close() {
        reader.close();
    }
}
