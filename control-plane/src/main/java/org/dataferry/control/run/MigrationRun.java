package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.SourceFence;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.SumCheck;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.sink.client.Lane;
import org.dataferry.transform.mapping.Mappings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A migration that runs in this process: all three stages, from the source to the target.
 *
 * <p>They know nothing of each other, and stop in the order in which the data flows.
 */
public final class MigrationRun implements AutoCloseable {

    /** One may be under way when it is looked at; another is for a busy machine. */
    private static final int COMMITS_TO_SETTLE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    /** Making the slot waits for the source's transactions that are open; a long one of the application may take a while. */
    private static final Duration CAPTURE_TIMEOUT = Duration.ofMinutes(10);

    /** Capture sets a heartbeat about every second and reads it back; a large transaction may keep it from that for long. */
    private static final Duration FENCE_TIMEOUT = Duration.ofMinutes(10);

    private final MigrationTopics topics;
    private final Endpoints endpoints;
    private final Map<String, Set<SourceTable>> tablesByEntity;
    private final Stages stages;
    private final CountDownLatch captureReads;
    private final SumWatch watch;
    private List<Imbalance> imbalances = List.of();

    private MigrationRun(
            MigrationTopics topics,
            Endpoints endpoints,
            Mappings mappings,
            Stages stages,
            CountDownLatch captureReads) {
        this.topics = topics;
        this.endpoints = endpoints;
        this.tablesByEntity = tablesByEntity(mappings);
        this.stages = stages;
        this.captureReads = captureReads;
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

    /** The replication slot that capture uses. */
    public static String slot(MigrationSettings settings) {
        return ReplicationNames.of(settings.migration(), settings.source().name())
                .slot();
    }

    /**
     * Makes the topics, checks the log against the registry, and starts the stages: the last one first, so that each finds
     * its reader there.
     *
     * @param lane to the target, for reading what an earlier run left there
     */
    public static MigrationRun start(MigrationFolder folder, Endpoints endpoints, Mappings mappings, Lane lane)
            throws InterruptedException {
        CountDownLatch captureReads = new CountDownLatch(1);
        CaptureListener listener = new CaptureListener() {
            @Override
            public void snapshotStarted() {
                captureReads.countDown();
            }

            @Override
            public void streaming() {
                captureReads.countDown();
            }
        };
        Stages stages = Stages.start(folder, endpoints, mappings, lane, listener);
        return new MigrationRun(folder.settings().topics(), endpoints, mappings, stages, captureReads);
    }

    /** A marker in the source, and whether everything before it is in the target. */
    public final class Fence {

        private final String id;
        private final FencePassage passage;
        private Optional<FenceEvent.Reached> reached = Optional.empty();
        private Optional<SumCheck> check = Optional.empty();
        private long captured = -1;
        private long movedAt = System.nanoTime();

        private Fence(String id) {
            this.id = id;
            this.passage = passage();
        }

        /** @throws ControlException if capture stands still before it */
        public boolean isPassed() {
            if (reached.isEmpty()) {
                stages.reader().catchUp();
                reached = stages.reader().fence(id);
                requireProgress();
            }
            return reached.isPresent() && passage.isPassed(reached.get());
        }

        /**
         * Whether the sum of what was announced before the fence is known, once the fence is passed; what is wrong with it is
         * part of the status from then on.
         */
        public boolean isChecked() {
            SumCheck now = check.orElseGet(() -> check(id, passage));
            check = Optional.of(now);
            Optional<List<Imbalance>> result = now.look();
            result.ifPresent(found -> imbalances = found);
            return result.isPresent();
        }

        private void requireProgress() {
            long now = stages.reader().captureEnd();
            if (reached.isPresent() || now != captured) {
                captured = now;
                movedAt = System.nanoTime();
            } else if (System.nanoTime() - movedAt > FENCE_TIMEOUT.toNanos()) {
                throw new ControlException("capture has read nothing of the source for " + FENCE_TIMEOUT
                        + ", not even its own heartbeats, and has not come to the fence; see the log, and"
                        + " pg_replication_slots at the source");
            }
        }
    }

    /** Sets a fence behind everything that the source has committed by now. */
    public Fence setFence() throws InterruptedException {
        awaitCapture();
        String id = UUID.randomUUID().toString();
        SourceFence.emit(endpoints.source().address(), id);
        LOG.info("Fence set fence={}", id);
        return new Fence(id);
    }

    /** Reads the topics to their ends and sums up. */
    public StatusReport status() {
        return StatusReport.read(stages.reader(), tablesByEntity, imbalances, Clock.systemUTC());
    }

    /**
     * Writes that wait for a heartbeat to pass all stages, such as the delete of a row that others named: a matter of seconds
     * while the stages run.
     */
    public long awaitingHeartbeat() {
        stages.reader().catchUp();
        return stages.reader().ledger().open().awaitingHeartbeat();
    }

    /** Goes on with the check of the sum at heartbeats; to be called as often as one looks at the run. */
    public void watchSum() {
        watch.look().ifPresent(found -> imbalances = found);
    }

    private FencePassage passage() {
        return new FencePassage(
                stages.offsets(),
                topics,
                tablesByEntity.keySet(),
                stages::isSearching,
                stages.transformCommits().multipliedBy(COMMITS_TO_SETTLE),
                Clock.systemUTC());
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
        while (!captureReads.await(100, TimeUnit.MILLISECONDS)) {
            stages.throwIfFailed();
            if (System.nanoTime() > deadline) {
                throw new ControlException("capture does not read the source after " + CAPTURE_TIMEOUT
                        + "; a long transaction of the application may hold it up (see pg_stat_activity)");
            }
        }
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
