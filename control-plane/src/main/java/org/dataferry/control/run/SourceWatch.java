package org.dataferry.control.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.SourceHealth;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.status.DumpsLook;
import org.dataferry.control.status.SnapshotLook;
import org.dataferry.control.status.SourceLook;
import org.dataferry.schemas.control.HeldTables;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.MigrationSettings;

/**
 * Asks a source now and then how much log it keeps for capture, and looks into the folder for what waits there. Whoever looks waits for the first answer only, and not for
 * long: a source that is down must not keep a status back. For one thread.
 */
final class SourceWatch {

    private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);

    /** Over which the log's growth is measured. */
    private static final Duration LATELY = Duration.ofMinutes(10);

    /** Shorter, it is more chance than measure. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private final Optional<Supplier<SourceHealth>> source;
    private final Duration pace;
    private final OptionalLong roomBytes;
    private final Supplier<DumpsLook> dumps;
    private final Supplier<Optional<SnapshotLook>> snapshot;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private Optional<FutureTask<SourceHealth>> question = Optional.empty();
    private long askedAt;
    private SourceLook last = SourceLook.NONE;

    private record Sample(long nanos, long lsn) {}

    /**
     * @param source empty where it has no log that could be looked at
     * @param roomBytes of log, as somebody has set it
     * @param dumps what waits, as the migration's folder has it
     * @param snapshot how far the reading of all rows is, as the folder has it
     */
    private SourceWatch(
            Optional<Supplier<SourceHealth>> source,
            Duration pace,
            OptionalLong roomBytes,
            Supplier<DumpsLook> dumps,
            Supplier<Optional<SnapshotLook>> snapshot) {
        this.source = source;
        this.pace = pace;
        this.roomBytes = roomBytes;
        this.dumps = dumps;
        this.snapshot = snapshot;
    }

    /** @param name of the source */
    static SourceWatch of(MigrationFolder folder, Endpoints endpoints, String name) {
        MigrationSettings settings = folder.settings();
        ReplicationNames names = ReplicationNames.of(settings.migration(), name);
        Optional<Supplier<SourceHealth>> source = switch (endpoints.end(name)) {
            case Endpoints.Database database -> Optional.of(() -> SourceHealth.read(database.address(), names));
            case Endpoints.Dumps ignored -> Optional.empty();
        };
        Supplier<DumpsLook> dumps = switch (endpoints.end(name)) {
            case Endpoints.Database ignored -> () -> DumpsLook.NONE;
            case Endpoints.Dumps given ->
                DumpsLook.looks(
                        given.opened(),
                        folder.directory(),
                        table -> settings.tables().text(new SourceTable(name, table.schema(), table.table())));
        };
        return new SourceWatch(
                source,
                settings.limits().source().healthLook(),
                settings.source(name).knownLogBytes(),
                dumps,
                () -> snapshot(folder, name));
    }

    /** What a capture that was killed has left there tells nothing. */
    private static Optional<SnapshotLook> snapshot(MigrationFolder folder, String name) {
        return RunLock.holderOf(folder.state(), Stage.CAPTURE).isPresent()
                ? SnapshotFile.read(folder.stateOf(name))
                : Optional.empty();
    }

    SourceLook look(HeldTables held) {
        return asked(held).with(dumps.get(), snapshot.get());
    }

    private SourceLook asked(HeldTables held) {
        if (source.isEmpty()) {
            return new SourceLook(held, Optional.empty(), Optional.empty());
        }
        boolean first = question.isEmpty() && last.equals(SourceLook.NONE);
        if (question.isEmpty() && (first || System.nanoTime() - askedAt >= pace.toNanos())) {
            FutureTask<SourceHealth> asked = new FutureTask<>(source.get()::get);
            askedAt = System.nanoTime();
            question = Optional.of(asked);
            Thread.ofVirtual().name("source-health").start(asked);
        }
        question.ifPresent(asked -> take(asked, first ? FIRST_ANSWER : Duration.ZERO));
        return new SourceLook(held, last.log(), last.trouble());
    }

    private void take(FutureTask<SourceHealth> asked, Duration patience) {
        try {
            SourceHealth health = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            question = Optional.empty();
            last = new SourceLook(HeldTables.NONE, Optional.of(log(health)), Optional.empty());
        } catch (TimeoutException onItsWay) {
            // The next look takes it.
        } catch (ExecutionException failed) {
            question = Optional.empty();
            if (!(failed.getCause() instanceof SourceException away)) {
                throw new ControlException("the source was not looked at: " + failed.getCause(), failed);
            }
            samples.clear();
            last = new SourceLook(HeldTables.NONE, Optional.empty(), Optional.of(String.valueOf(away.getMessage())));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private SourceLook.Log log(SourceHealth health) {
        long now = System.nanoTime();
        if (!samples.isEmpty() && samples.getLast().lsn() > health.lsn()) {
            // Another server, or the same one at an earlier time.
            samples.clear();
        }
        samples.addLast(new Sample(now, health.lsn()));
        while (samples.getFirst().nanos() < now - LATELY.toNanos()) {
            samples.removeFirst();
        }
        return new SourceLook.Log(health, growth(health), room(health));
    }

    private OptionalDouble growth(SourceHealth health) {
        Sample first = samples.getFirst();
        long nanos = samples.getLast().nanos() - first.nanos();
        return nanos < LEAST.toNanos()
                ? health.usualBytesPerSecond()
                : OptionalDouble.of((health.lsn() - first.lsn()) * 1e9 / nanos);
    }

    /** What the source itself says comes first: it takes the log away then. */
    private OptionalLong room(SourceHealth health) {
        OptionalLong untilLost =
                health.slot().map(SourceHealth.Slot::bytesUntilLost).orElse(OptionalLong.empty());
        return untilLost.isPresent()
                ? OptionalLong.of(
                        untilLost.getAsLong() + health.slot().orElseThrow().retainedBytes())
                : roomBytes;
    }
}
