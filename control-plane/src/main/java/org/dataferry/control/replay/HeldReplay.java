package org.dataferry.control.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.settings.ReplayLimits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replay that a conductor has the turn of. It is sent by a thread of its own, which ends when the replay does, when nothing
 * moves, or when something fails; then it can be started again, and goes on where it was.
 */
final class HeldReplay {

    private static final Logger LOG = LoggerFactory.getLogger(HeldReplay.class);

    /** After a failure, such as of Kafka, which takes some seconds to come back. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final String id;
    private final ReplayTurn turn;
    private final Surroundings around;
    private volatile boolean nothingSent;
    private volatile boolean isDone;
    private volatile boolean isClosing;
    private volatile long startAgainAt = System.nanoTime();
    private volatile Optional<String> trouble = Optional.empty();
    private volatile @Nullable Thread thread;

    /** What all replays of a conductor share. */
    record Surroundings(
            ReplayLog log,
            Path state,
            ReplayLimits limits,
            EntitySums sums,
            Consumer<ReplayEvent> decide,
            Clock clock) {}

    /** @param nothingSent whether it was asked for just now, by this conductor */
    HeldReplay(String id, ReplayTurn turn, boolean nothingSent, Surroundings around) {
        this.id = id;
        this.turn = turn;
        this.nothingSent = nothingSent;
        this.around = around;
    }

    String id() {
        return id;
    }

    boolean isAlive() {
        Thread running = thread;
        return running != null && running.isAlive();
    }

    /** Whether there is nothing more to be done for it. */
    boolean isDone() {
        return isDone;
    }

    boolean mayStart() {
        return !isAlive() && !isDone && System.nanoTime() - startAgainAt >= 0;
    }

    /** Why it does not come on. */
    Optional<String> trouble() {
        return trouble;
    }

    void start(ReplayEvent.Requested request, Supplier<ReplayStory.Stage> stage) {
        thread = Thread.ofPlatform().daemon().name("ferry-replay-" + id).start(() -> send(request, stage));
    }

    private void send(ReplayEvent.Requested request, Supplier<ReplayStory.Stage> stage) {
        try {
            SentCommands sent = nothingSent ? SentCommands.NONE : around.log().sent(id);
            ReplayPlan plan = plan(sent, stage.get());
            if (plan.steps().isEmpty() && stage.get() == ReplayStory.Stage.CANCELLED) {
                isDone = true;
                return;
            }
            ReplayConduct conduct = new ReplayConduct(
                    around.log(),
                    around.state(),
                    stage,
                    around.decide(),
                    around.limits().window(),
                    around.clock());
            ReplayConduct.Conducted conducted;
            Duration patience = around.limits().standsAfter();
            if (nothingSent) {
                nothingSent = false;
                conducted = conduct.begin(plan, request.by(), patience, this::look);
            } else {
                conducted = conduct.goOn(plan, sent, request.at(), request.by(), patience, this::look);
            }
            came(conducted.end(), plan.entities(), stage.get());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            if (!isClosing) {
                LOG.warn("A replay does not come on, and is tried again replayId={}", id, failed);
                startAgainAt = System.nanoTime() + PAUSE.toNanos();
                trouble = Optional.of(
                        failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage());
            }
        }
    }

    /** Without its file, a cancelled one is what was sent of it: nothing more will be. */
    private ReplayPlan plan(SentCommands sent, ReplayStory.Stage stage) {
        try {
            return ReplayPlan.load(around.state(), id);
        } catch (RuntimeException lost) {
            if (stage != ReplayStory.Stage.CANCELLED) {
                throw lost;
            }
            LOG.warn("A cancelled replay ends without its rows replayId={}", id, lost);
            return new ReplayPlan(id, List.copyOf(sent.steps()));
        }
    }

    private void look(ReplayStory.Stage stage, int rows, EntityStatus sum) {
        trouble = Optional.empty();
    }

    private void came(ReplayRun.End end, Set<String> entities, ReplayStory.Stage stage) throws InterruptedException {
        switch (end) {
            case DONE, CANCELLED -> {
                noteAfter(entities);
                isDone = true;
            }
            case STANDS -> {
                // What was sent of a cancelled one is done while the migration runs; nobody has to wait for that.
                isDone = stage == ReplayStory.Stage.CANCELLED;
                if (stage == ReplayStory.Stage.GOES_ON) {
                    trouble = Optional.of("for " + around.limits().standsAfter().toSeconds()
                            + " seconds nothing of it has moved; does the migration run?");
                }
            }
        }
    }

    private void noteAfter(Set<String> entities) throws InterruptedException {
        Optional<ReplayNote> note = ReplayNote.load(around.state(), id);
        if (note.isPresent()) {
            try {
                note.get()
                        .withAfter(around.sums().next(entities), around.clock().instant())
                        .save(around.state(), id);
            } catch (IOException failed) {
                LOG.warn("What a replay has changed cannot be written down replayId={}", id, failed);
            }
        }
    }

    /** Ends the sending; it goes on with the next dashboard. */
    void stop() {
        isClosing = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    void awaitEnd() {
        Thread running = thread;
        try {
            if (running != null) {
                running.join(END_PATIENCE);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets others have the turn, unless the thread still sends: then it goes with the process. */
    void release() {
        if (!isAlive()) {
            turn.close();
        }
    }
}
