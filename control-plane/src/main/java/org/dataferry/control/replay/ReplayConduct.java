package org.dataferry.control.replay;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dataferry.control.RefusedException;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.control.ReplayEvent;

/**
 * Sends a replay from wherever it stands, in whatever process: a command that waits for it, or a dashboard. Its end is written
 * down, and every second beside the plan how far it is, so that others on this machine can say so.
 *
 * @param state of the migration on this machine
 * @param stage how the replay stands by now
 * @param decide writes an event down, or says that it cannot be any more
 * @param window source rows that are under way at most
 */
public record ReplayConduct(
        ReplayLog log,
        Path state,
        Supplier<ReplayStory.Stage> stage,
        Consumer<ReplayEvent> decide,
        int window,
        Clock clock) {

    /**
     * How it came out.
     *
     * @param decidedMeanwhile what somebody decided of it after all was sent, which changes nothing but the history
     */
    public record Conducted(ReplayRun.End end, EntityStatus sum, Optional<String> decidedMeanwhile) {}

    /** Of one that nothing was sent of. */
    public Conducted begin(ReplayPlan plan, String by, Duration patience, ReplayRun.Listener listener)
            throws InterruptedException {
        return run(plan, SentCommands.NONE, Optional.empty(), by, patience, listener);
    }

    /**
     * Of one that was begun before.
     *
     * @param sent by whoever began it
     * @param since when that was
     */
    public Conducted goOn(
            ReplayPlan plan,
            SentCommands sent,
            Instant since,
            String by,
            Duration patience,
            ReplayRun.Listener listener)
            throws InterruptedException {
        return run(plan, sent, Optional.of(since), by, patience, listener);
    }

    private Conducted run(
            ReplayPlan plan,
            SentCommands before,
            Optional<Instant> since,
            String by,
            Duration patience,
            ReplayRun.Listener listener)
            throws InterruptedException {
        String id = plan.replayId();
        NoteKeeper notes = new NoteKeeper(state, id, clock);
        try (TopicCursor cursor = log.cursor();
                ReplayCommands commands = new ReplayCommands(log.topics(), log.avro(), log.client(), clock)) {
            ReplayProgress progress =
                    new ReplayProgress(log.topics(), log.avro(), cursor, log.offsets(), plan.entities(), id, since);
            ReplayRun.End end = new ReplayRun(
                            plan, before, commands, progress, stage, window, (standing, rows, sum) -> {
                                notes.look(rows, sum);
                                listener.look(standing, rows, sum);
                            })
                    .run(by, patience);
            EntityStatus sum = progress.sum();
            notes.last(sum);
            return new Conducted(end, sum, end == ReplayRun.End.DONE ? ended(id, sum, by) : Optional.empty());
        }
    }

    private Optional<String> ended(String id, EntityStatus sum, String by) {
        try {
            decide.accept(new ReplayEvent.Ended(id, ReplayCounts.ofReplay(sum), by, "", clock.instant()));
            return Optional.empty();
        } catch (RefusedException decidedMeanwhile) {
            return Optional.of(String.valueOf(decidedMeanwhile.getMessage()));
        }
    }
}
