package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.dataferry.capture.GapDecision;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.ReleasedWrites;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.SumCheck;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.Signs;
import org.dataferry.control.status.Situation;
import org.dataferry.control.status.Situations;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.sink.client.Lane;
import org.dataferry.transform.mapping.Mappings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A migration that runs in this process: all three stages, from the source to the target; of a rebuild the two after
 * capture, from the log to a target of its own.
 *
 * <p>They know nothing of each other, and stop in the order in which the data flows. The run may be looked at by several
 * threads, one at a time; they are to have ended when it is closed.
 */
public final class MigrationRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    /** Making the slot waits for the source's transactions that are open; a long one of the application may take a while. */
    private static final Duration CAPTURE_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration LOOK = Duration.ofMillis(100);

    private static final long THIS_PROCESS = ProcessHandle.current().pid();

    private final MigrationFolder folder;
    private final MigrationTopics topics;
    private final Endpoints endpoints;
    private final Map<String, Set<SourceTable>> tablesByEntity;
    private final Stages stages;
    private final CaptureWatch capture;
    private final SumWatch watch;
    private final Situations situations;
    private final SourceWatches sources;
    private final Instant started = Clock.systemUTC().instant();
    private List<Imbalance> imbalances = List.of();

    private MigrationRun(
            MigrationFolder folder, Endpoints endpoints, Mappings mappings, Stages stages, CaptureWatch capture) {
        this.folder = folder;
        this.topics = folder.topics();
        this.endpoints = endpoints;
        this.tablesByEntity = tablesByEntity(mappings);
        this.stages = stages;
        this.capture = capture;
        this.situations = new Situations(
                stages.reader(),
                tablesByEntity,
                Assessors.of(folder, endpoints, ZoneId.systemDefault()),
                folder.settings().limits().sink().knownEntitlement(),
                Clock.systemUTC());
        this.sources = new SourceWatches(folder, endpoints);
        this.watch = new SumWatch(stages.reader(), this::passage, this::check, Clock.systemUTC());
    }

    /** The tables that entities and links are made of. */
    private static Map<String, Set<SourceTable>> tablesByEntity(Mappings mappings) {
        Map<String, Set<SourceTable>> tables = new TreeMap<>();
        mappings.all()
                .forEach(mapping -> tables.computeIfAbsent(mapping.entity(), first -> new HashSet<>())
                        .add(mapping.table()));
        mappings.links()
                .forEach(link -> tables.computeIfAbsent(link.relationship(), first -> new HashSet<>())
                        .add(link.table()));
        return tables;
    }

    /**
     * Makes the topics, checks the log against the registry, and starts the stages: the last one first, so that each finds
     * its reader there.
     *
     * @param lane to the target, for reading what an earlier run left there
     */
    public static MigrationRun start(MigrationFolder folder, Endpoints endpoints, Mappings mappings, Lane lane)
            throws InterruptedException {
        return start(folder, endpoints, mappings, lane, Map.of(), line -> {});
    }

    /**
     * As {@link #start(MigrationFolder, Endpoints, Mappings, Lane)}.
     *
     * @param decisions how capture goes on at sources where that needs one
     * @param say hears in a line now and then how far the first reading of a source is
     */
    public static MigrationRun start(
            MigrationFolder folder,
            Endpoints endpoints,
            Mappings mappings,
            Lane lane,
            Map<String, GapDecision> decisions,
            Consumer<String> say)
            throws InterruptedException {
        CaptureWatch capture = new CaptureWatch(folder.settings().tables(), say);
        Stages stages = Stages.start(folder, endpoints, mappings, lane, capture::of, decisions);
        return new MigrationRun(folder, endpoints, mappings, stages, capture);
    }

    /** Sets a fence behind everything that the sources have committed by now. */
    public RunFence setFence() throws InterruptedException {
        if (!folder.isRebuild()) {
            awaitCapture();
            awaitAddedTables();
        }
        FenceIds ids = FenceIds.set(endpoints.sources());
        LOG.info("Fence set fences={}", ids.bySource());
        return folder.isRebuild()
                ? rebuildFence(ids)
                : fence(ids, new CaptureMark(ids, stages.reader(), Clock.systemUTC()), Optional.empty());
    }

    private synchronized RunFence rebuildFence(FenceIds ids) {
        stages.reader().catchUp();
        Duration silence = Assessors.silence(folder.settings());
        return fence(
                ids,
                new RebuildMark(ids, stages.reader(), silence, Clock.systemUTC()),
                Optional.of(new StandstillLimit(stages.offsets(), topics, Clock.systemUTC())));
    }

    private RunFence fence(FenceIds ids, Mark mark, Optional<StandstillLimit> limit) {
        return new RunFence(this, ids.name(), mark, passage(), released(), limit, this::check, this::checked);
    }

    /** @param isNew whether the fence has no result yet */
    private void checked(String fence, List<Imbalance> found, boolean isNew) {
        imbalances = found;
        if (isNew) {
            stages.checkedFences().fence(fence, sums(), found);
        }
    }

    /** What has happened at the sources since the last time, in words. */
    public List<String> news() {
        return capture.news();
    }

    /** Reads the topics to their ends and sums up. */
    public synchronized StatusReport status() {
        return StatusReport.read(stages.reader(), tablesByEntity, imbalances, Clock.systemUTC());
    }

    /** A look at it, for whoever watches. */
    public synchronized Look look() {
        StatusReport report = status();
        return new Look(
                report,
                situation(),
                stages.reader().ledger().troubles(),
                stages.reader().decisions(),
                sources.look(stages.reader().held()));
    }

    /** How it stands, by what {@link #status} has read last. */
    public synchronized Situation situation() {
        return situations.look(new Signs.Running(
                folder.isRebuild() ? RunLock.holderOf(folder.state(), Stage.CAPTURE) : OptionalLong.of(THIS_PROCESS),
                true,
                true,
                Optional.of(started)));
    }

    /**
     * Writes that wait for a heartbeat to pass all stages, such as the delete of a row that others named: a matter of seconds
     * while the stages run.
     */
    public synchronized long awaitingHeartbeat() {
        stages.reader().catchUp();
        return stages.reader().ledger().open().awaitingHeartbeat();
    }

    /** Goes on with the check of the sum at heartbeats; to be called as often as one looks at the run. */
    public synchronized void watchSum() {
        watch.look().ifPresent(checked -> {
            imbalances = checked.imbalances();
            stages.checkedFences().heartbeat(checked.fenceId(), sums(), imbalances);
        });
    }

    private List<EntityStatus> sums() {
        return stages.reader().ledger().sums(tablesByEntity);
    }

    private FencePassage passage() {
        return new FencePassage(stages.offsets(), topics, tablesByEntity.keySet(), stages::isSearching);
    }

    private ReleasedWrites released() {
        return new ReleasedWrites(
                stages.reader(), stages.offsets(), topics, tablesByEntity.keySet(), Clock.systemUTC());
    }

    private SumCheck check(String fence, FencePassage passed) {
        return new SumCheck(
                fence,
                passed.announced(),
                stages.reader(),
                stages.offsets(),
                topics,
                tablesByEntity.keySet(),
                Clock.systemUTC());
    }

    /** Throws what stopped a stage, if anything did. */
    public void throwIfFailed() {
        stages.throwIfFailed();
    }

    @Override
    public void close() {
        stages.close();
    }

    /** What is committed before the slot exists is seen by the snapshot, and never by the log: a fence would be missed. */
    private void awaitCapture() throws InterruptedException {
        long deadline = System.nanoTime() + CAPTURE_TIMEOUT.toNanos();
        while (!capture.awaitReads(LOOK)) {
            stages.throwIfFailed();
            if (System.nanoTime() > deadline) {
                throw new ControlException("capture does not read the source after " + CAPTURE_TIMEOUT
                        + "; a long transaction of the application may hold it up (see pg_stat_activity)");
            }
        }
    }

    /**
     * Rows of tables that were added come behind whatever fence was set before them. It takes as long as they have rows; of a table
     * that is held nobody knows how long.
     */
    private void awaitAddedTables() throws InterruptedException {
        while (isReadingAddedTables()) {
            stages.throwIfFailed();
            Thread.sleep(LOOK);
        }
    }

    private synchronized boolean isReadingAddedTables() {
        stages.reader().catchUp();
        return AddedTables.of(stages.reader().decisions()).stream()
                .anyMatch(table -> !stages.reader().held().isHeld(table));
    }

    /** Closes in the reverse order of opening, each whatever becomes of the others. */
    static void closeAll(Deque<AutoCloseable> open) {
        boolean interrupted = false;
        for (AutoCloseable one : new ArrayDeque<>(open)) {
            // The interrupt that ends a command must not cut short its orderly end.
            interrupted |= Thread.interrupted();
            try {
                one.close();
            } catch (Exception failed) {
                LOG.warn("A part did not stop cleanly", failed);
            }
        }
        open.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
