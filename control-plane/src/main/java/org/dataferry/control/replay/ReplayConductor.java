package org.dataferry.control.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.replay.ReplayStanding.Sender;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.settings.ReplayLimits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the replays that people ask for in a dashboard, for as long as its process lives.
 *
 * <ol>
 *   <li>It has the turn of each from the request to the end, so no other process of this machine sends its rows.
 *   <li>It does as people decide, wherever they do: what stands in the topic {@code control} counts.
 *   <li>A bounded number is sent at a time. One that waits for an approval has no place, and one that is paused or
 *       does not come on loses it after a while.
 *   <li>What a killed dashboard left is taken up by itself. What a command began is left to the command.
 * </ol>
 */
public final class ReplayConductor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayConductor.class);

    /** A sender tells each second how far it is; one that was silent for so long does not live, or is stopped. */
    private static final Duration SILENT_AFTER = Duration.ofSeconds(10);

    private final Path state;
    private final ReplayLimits limits;
    private final HeldReplay.Surroundings around;
    private final ReplayFollower follower;
    private final ReentrantLock lock = new ReentrantLock();

    /** By id; the one that has waited longest for a place comes first. */
    private final Map<String, HeldReplay> held = new LinkedHashMap<>();

    /** @param state of the migration on this machine */
    public ReplayConductor(ReplayLog log, Path state, ReplayLimits limits, EntitySums sums, Clock clock) {
        this.state = state;
        this.limits = limits;
        this.around = new HeldReplay.Surroundings(log, state, limits, sums, this::writeDown, clock);
        this.follower = new ReplayFollower(log, this::look);
    }

    public void start() {
        follower.start();
    }

    /**
     * The newest first.
     *
     * @throws KafkaException if they could not be read yet
     */
    public List<ReplayStanding> newest(int most) {
        return follower.known().values().stream()
                .limit(most)
                .map(this::standing)
                .toList();
    }

    /**
     * Empty if there is none of that id.
     *
     * @throws KafkaException if they could not be read yet
     */
    public Optional<ReplayStanding> of(String replayId) {
        return Optional.ofNullable(follower.known().get(replayId)).map(this::standing);
    }

    /**
     * Writes down that somebody wants a replay, and sends it as soon as it may. Returns when it is written down.
     *
     * @throws RefusedException if too many have not come to their end
     * @throws ControlException if it cannot be written down; then nothing is sent
     */
    public void begin(ReplayRequest request) {
        String id = request.replayId();
        ReplayTurn turn = ReplayTurn.take(state, id)
                .orElseThrow(() -> new ControlException("another process has the turn of a replay just made up"));
        boolean isBegun = false;
        try {
            hold(new HeldReplay(id, turn, true, around));
            ReplayNote.begin(
                            around.sums().newest(request.plan().entities()),
                            around.clock().instant())
                    .save(state, id);
            ConductorMark.set(state, id);
            isBegun = writeDown(request);
        } catch (IOException failed) {
            throw new ControlException("the replay cannot be noted in " + state + ", so nothing was sent", failed);
        } finally {
            if (!isBegun) {
                ConductorMark.remove(state, id);
                letGo(id);
                turn.close();
            }
        }
        follower.awaitSeen(id, story -> true);
    }

    /**
     * Returns when it is written down; whoever sends the rows follows within a second.
     *
     * @throws RefusedException if it cannot be, as the replay stands, or if who wants it approves it
     */
    public void decide(ReplayEvent event) {
        writeDown(event);
        follower.awaitSeen(event.replayId(), story -> !story.last().at().isBefore(event.at()));
    }

    private void writeDown(ReplayEvent event) {
        try (ReplayDesk desk = around.log().desk()) {
            desk.decide(event);
        }
    }

    /** A request that was not acknowledged, and is seen in the topic all the same, is as good as any. */
    private boolean writeDown(ReplayRequest request) {
        try (ReplayDesk desk = around.log().desk()) {
            request.writeDown(state, desk::request);
        } catch (ControlException unacknowledged) {
            if (!follower.awaitSeen(request.replayId(), story -> true)) {
                throw unacknowledged;
            }
            UnacknowledgedRequests.forget(state, request.replayId());
        }
        return true;
    }

    private void look(Map<String, ReplayStory> stories) {
        endUnacknowledged(stories);
        List.copyOf(stories.values()).reversed().stream()
                .filter(story -> !story.stage().isFinal())
                .forEach(story -> takeUp(story.request().replayId()));
        lock.lock();
        try {
            for (HeldReplay one : List.copyOf(held.values())) {
                Optional.ofNullable(stories.get(one.id())).ifPresent(story -> advance(one, story));
            }
        } finally {
            lock.unlock();
        }
    }

    private void endUnacknowledged(Map<String, ReplayStory> stories) {
        boolean isAnyInDoubt = stories.values().stream()
                .filter(story -> !story.stage().isFinal())
                .map(story -> story.request().replayId())
                .anyMatch(id -> heldOf(id) == null && UnacknowledgedRequests.isNoted(state, id));
        if (isAnyInDoubt) {
            try (ReplayDesk desk = around.log().desk()) {
                desk.endUnacknowledged(state, around.clock().instant());
            }
        }
    }

    /** What a dashboard began that does not live any more. */
    private void takeUp(String id) {
        if (heldOf(id) == null && ConductorMark.isSet(state, id)) {
            ReplayTurn.take(state, id).ifPresent(turn -> {
                LOG.info("A replay that a dashboard began is taken up replayId={}", id);
                lock.lock();
                try {
                    held.put(id, new HeldReplay(id, turn, false, around));
                } finally {
                    lock.unlock();
                }
            });
        }
    }

    private void advance(HeldReplay one, ReplayStory story) {
        if (one.isAlive()) {
            return;
        }
        ReplayStory.Stage stage = story.stage();
        if (one.isDone() || stage == ReplayStory.Stage.ENDED) {
            held.remove(one.id());
            ConductorMark.remove(state, one.id());
            one.release();
        } else if ((stage == ReplayStory.Stage.GOES_ON || stage == ReplayStory.Stage.CANCELLED)
                && one.mayStart()
                && hasPlace()) {
            // Behind all others, should it come back without its end.
            held.remove(one.id());
            held.put(one.id(), one);
            one.start(story.request(), () -> stageOf(one.id(), stage));
        }
    }

    private boolean hasPlace() {
        return held.values().stream().filter(HeldReplay::isAlive).count() < limits.atOnce();
    }

    private ReplayStory.Stage stageOf(String id, ReplayStory.Stage otherwise) {
        ReplayStory story = follower.known().get(id);
        return story == null ? otherwise : story.stage();
    }

    private ReplayStanding standing(ReplayStory story) {
        String id = story.request().replayId();
        Optional<ReplayNote> note = ReplayNote.load(state, id);
        HeldReplay here = heldOf(id);
        return new ReplayStanding(
                story,
                story.stage() == ReplayStory.Stage.GOES_ON ? Optional.of(sender(here, note)) : Optional.empty(),
                note,
                here == null ? Optional.empty() : here.trouble());
    }

    private Sender sender(@Nullable HeldReplay here, Optional<ReplayNote> note) {
        if (here != null) {
            return here.isAlive() ? Sender.THIS_DASHBOARD : Sender.WAITS_FOR_PLACE;
        }
        boolean isHeard = note.filter(told ->
                        told.at().plus(SILENT_AFTER).isAfter(around.clock().instant()))
                .isPresent();
        return isHeard ? Sender.ANOTHER_PROCESS : Sender.NOBODY;
    }

    private void hold(HeldReplay one) {
        lock.lock();
        try {
            if (held.size() >= limits.open()) {
                throw new RefusedException(
                        held.size() + " replays of this dashboard have not come to their end, and more"
                                + " are not kept (limits.replay.open); cancel one, or wait");
            }
            held.put(one.id(), one);
        } finally {
            lock.unlock();
        }
    }

    private void letGo(String id) {
        lock.lock();
        try {
            held.remove(id);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable HeldReplay heldOf(String id) {
        lock.lock();
        try {
            return held.get(id);
        } finally {
            lock.unlock();
        }
    }

    /** Sends nothing more. What has not come to its end goes on with the next dashboard of this migration. */
    @Override
    public void close() {
        follower.close();
        lock.lock();
        try {
            held.values().forEach(HeldReplay::stop);
            held.values().forEach(HeldReplay::awaitEnd);
            held.values().forEach(HeldReplay::release);
        } finally {
            lock.unlock();
        }
    }
}
