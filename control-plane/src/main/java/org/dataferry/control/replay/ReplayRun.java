package org.dataferry.control.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.replay.ReplayStory.Stage;

/**
 * Sends the commands of a replay, a window at a time, and follows what becomes of them. So a pause or a cancellation holds
 * after one window at most, and live changes do not stand behind the whole of it.
 *
 * <p>It can be killed at any time: another one with the same plan sends what is not in the topic yet.
 */
public final class ReplayRun {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int BLOCKS_OF_WINDOW = 4;

    private final ReplayPlan plan;
    private final ReplayCommands commands;
    private final ReplayProgress progress;
    private final Supplier<Stage> stage;
    private final int window;
    private final Listener listener;
    private final Map<TopicPartition, Long> ends;
    private final List<ReplayStep> toSend;
    private int next;

    /** Is told how far it is. */
    public interface Listener {

        /**
         * Called a few times a second.
         *
         * @param rows of which the commands were sent
         * @param sum of their writes so far
         */
        void look(Stage stage, int rows, EntityStatus sum);
    }

    /**
     * @param before what an earlier process has sent of it
     * @param stage how the replay stands by now
     * @param window source rows that are under way at most
     */
    public ReplayRun(
            ReplayPlan plan,
            SentCommands before,
            ReplayCommands commands,
            ReplayProgress progress,
            Supplier<Stage> stage,
            int window,
            Listener listener) {
        this.plan = plan;
        this.commands = commands;
        this.progress = progress;
        this.stage = stage;
        this.window = window;
        this.listener = listener;
        this.ends = new HashMap<>(before.ends());
        Set<ReplayStep> done = before.steps();
        this.toSend = plan.steps().stream().filter(step -> !done.contains(step)).toList();
    }

    /** How it came to an end. */
    public enum End {
        DONE,
        CANCELLED,
        /** Nothing moved for too long, as while it is paused. What was sent is done while the migration runs. */
        STANDS
    }

    /**
     * Returns when all is sent and has its outcomes; or once it is cancelled, when what was sent by then has.
     *
     * @param patience how long nothing may move, also while it is paused; for an approval it waits as long as it takes
     */
    public End run(String by, Duration patience) throws InterruptedException {
        Deadline deadline = new Deadline(patience);
        while (true) {
            progress.read();
            Stage now = stage.get();
            while (now == Stage.GOES_ON && mayGoOn()) {
                sendBlock(by);
                // What has become of it meanwhile, and whether people want more of it, counts for the next block.
                progress.read();
                now = stage.get();
            }
            boolean nothingMore = now == Stage.GOES_ON ? next == toSend.size() : now.isFinal();
            boolean isDone = nothingMore && progress.isDone(ends);
            EntityStatus sum = progress.sum();
            listener.look(now, sent(), sum);
            if (isDone) {
                return now == Stage.CANCELLED ? End.CANCELLED : End.DONE;
            }
            if (now == Stage.AWAITS_APPROVAL) {
                deadline.beginAnew();
            } else if (deadline.isPast(sent() + sum.announced() - sum.inFlight())) {
                return End.STANDS;
            }
            Thread.sleep(LOOK);
        }
    }

    private int sent() {
        return plan.steps().size() - toSend.size() + next;
    }

    private boolean mayGoOn() {
        return next < toSend.size() && progress.underWay(ends) + block() <= window;
    }

    private void sendBlock(String by) {
        List<ReplayStep> some = toSend.subList(next, Math.min(next + block(), toSend.size()));
        commands.publish(plan.replayId(), some, by).forEach((partition, end) -> ends.merge(partition, end, Math::max));
        next += some.size();
    }

    private int block() {
        return Math.max(1, window / BLOCKS_OF_WINDOW);
    }

    /** Begins anew whenever a number changes. */
    private static final class Deadline {

        private final Duration patience;
        private long last = -1;
        private long movedAt;

        private Deadline(Duration patience) {
            this.patience = patience;
        }

        private void beginAnew() {
            movedAt = System.nanoTime();
        }

        private boolean isPast(long moved) {
            if (moved != last) {
                last = moved;
                movedAt = System.nanoTime();
            }
            return System.nanoTime() - movedAt > patience.toNanos();
        }
    }
}
