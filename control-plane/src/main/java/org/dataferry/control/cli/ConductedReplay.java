package org.dataferry.control.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.control.replay.ReplayCommands;
import org.dataferry.control.replay.ReplayDesk;
import org.dataferry.control.replay.ReplayPlan;
import org.dataferry.control.replay.ReplayProgress;
import org.dataferry.control.replay.ReplayRun;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.control.replay.SentCommands;
import org.dataferry.control.run.RunLock;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.topic.MigrationTopics;

/** Sends the rows of a replay while the command waits, and says how far it is. */
record ConductedReplay(Console console, Log log, ReplayDesk desk, Author author, Duration patience) {

    static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SAY = Duration.ofSeconds(2);

    /** The migration's topics, and how they are reached. */
    record Log(MigrationTopics topics, ConfluentAvro avro, Properties client, KafkaStageOffsets offsets) {

        TopicCursor cursor() {
            return TopicCursor.open(client, offsets, KAFKA_TIMEOUT);
        }
    }

    /** Puts all commands into the log at once, for a run that is to come. */
    void leaveToNextRun(ReplayPlan plan) {
        try (ReplayCommands commands = new ReplayCommands(log.topics(), log.avro(), log.client(), Clock.systemUTC())) {
            commands.publish(plan.replayId(), plan.steps(), author.name());
        }
    }

    /** Whether a run is going on that takes the commands. */
    boolean isRunning(MigrationFolder folder) {
        // What runs with embedded servers of ours runs on this machine, and Kafka may still count a killed one.
        return log.offsets().hasMembers(log.topics().transformApplication())
                && (folder.settings().configuredKafka().isPresent() || RunLock.isAnyHeld(folder.state()));
    }

    /**
     * One that begins now.
     *
     * @return the command's exit code
     */
    int begin(ReplayPlan plan, int window, boolean allowRejected) throws InterruptedException {
        return told(plan, run(plan, SentCommands.NONE, Optional.empty(), window), allowRejected);
    }

    /** How many of a replay's rows stand in the log: those will be sent, whatever is decided. */
    int inLog(String replayId) {
        try (TopicCursor cursor = log.cursor()) {
            return SentCommands.read(log.topics(), log.avro(), cursor, replayId)
                    .steps()
                    .size();
        }
    }

    /** One that another process has begun. */
    int goOn(ReplayPlan plan, ReplayStory story, int window, boolean allowRejected) throws InterruptedException {
        SentCommands sent;
        try (TopicCursor cursor = log.cursor()) {
            sent = SentCommands.read(log.topics(), log.avro(), cursor, plan.replayId());
        }
        console.progress("replay " + plan.replayId() + ": " + sent.steps().size() + " of "
                + plan.steps().size() + " rows were sent before");
        return told(plan, run(plan, sent, Optional.of(story.request().at()), window), allowRejected);
    }

    private int told(ReplayPlan plan, Told told, boolean allowRejected) {
        boolean isCancelled = told.stage() == ReplayStory.Stage.CANCELLED;
        EntityStatus sum = told.sum();
        console.result(
                "Replay " + plan.replayId() + (isCancelled ? " was cancelled before its end. " : " is done. ")
                        + ReplayDocument.sumText(sum),
                ReplayDocument.of(plan, told.stage(), Optional.of(sum)).json());
        boolean isRefused = sum.rejected() + sum.parked() + sum.bounced() > 0 && !allowRejected;
        return isCancelled || isRefused ? ExitCode.REFUSED.number() : ExitCode.DONE.number();
    }

    private Told run(ReplayPlan plan, SentCommands before, Optional<Instant> since, int window)
            throws InterruptedException {
        String id = plan.replayId();
        try (TopicCursor cursor = log.cursor();
                ReplayCommands commands =
                        new ReplayCommands(log.topics(), log.avro(), log.client(), Clock.systemUTC())) {
            ReplayProgress progress =
                    new ReplayProgress(log.topics(), log.avro(), cursor, log.offsets(), plan.entities(), id, since);
            ReplayRun.End end = new ReplayRun(
                            plan, before, commands, progress, () -> desk.stage(id), window, new Said(console, plan))
                    .run(author.name(), patience);
            EntityStatus sum = progress.sum();
            return switch (end) {
                case DONE -> ended(plan, sum);
                case CANCELLED -> new Told(ReplayStory.Stage.CANCELLED, sum);
                case STANDS ->
                    throw new ControlException("for " + patience.toSeconds() + " seconds nothing of replay " + id
                            + " has moved: " + ReplayDocument.sumText(sum) + ". What was sent is done while the"
                            + " migration runs; ferry replay DIR --resume " + id + " goes on");
            };
        }
    }

    /** Everything was sent, so a cancellation that comes last of all changes nothing but the history. */
    private Told ended(ReplayPlan plan, EntityStatus sum) {
        try {
            desk.decide(new ReplayEvent.Ended(
                    plan.replayId(),
                    counts(sum),
                    author.name(),
                    "",
                    Clock.systemUTC().instant()));
        } catch (RefusedException decidedMeanwhile) {
            console.progress("all rows were sent before it was decided otherwise: " + decidedMeanwhile.getMessage());
        }
        return new Told(ReplayStory.Stage.ENDED, sum);
    }

    /** How it came out. */
    private record Told(ReplayStory.Stage stage, EntityStatus sum) {}

    /** Those that are no part of a replay's sum left out. */
    private static Map<String, Long> counts(EntityStatus sum) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("applied", sum.applied());
        counts.put("alreadyApplied", sum.alreadyApplied());
        counts.put("skipped", sum.skipped());
        counts.put("parked", sum.parked());
        counts.put("deferred", sum.deferred());
        counts.put("bounced", sum.bounced());
        counts.put("rejected", sum.rejected());
        return counts;
    }

    /** Says how far it is, every while and whenever it stands otherwise. */
    private static final class Said implements ReplayRun.Listener {

        private final Console console;
        private final ReplayPlan plan;
        private ReplayStory.Stage last = ReplayStory.Stage.GOES_ON;
        private long saidAt = System.nanoTime();

        private Said(Console console, ReplayPlan plan) {
            this.console = console;
            this.plan = plan;
        }

        @Override
        public void look(ReplayStory.Stage stage, int rows, EntityStatus sum) {
            if (stage != last) {
                last = stage;
                console.progress(words(stage));
            } else if (stage == ReplayStory.Stage.GOES_ON && System.nanoTime() - saidAt > SAY.toNanos()) {
                saidAt = System.nanoTime();
                console.progress(rows + " of " + plan.steps().size() + " rows sent; " + ReplayDocument.sumText(sum));
            }
        }

        private String words(ReplayStory.Stage stage) {
            return "replay " + plan.replayId()
                    + switch (stage) {
                        case AWAITS_APPROVAL ->
                            " waits until somebody else approves it: ferry replay DIR --approve " + plan.replayId();
                        case GOES_ON -> " goes on";
                        case PAUSED -> " is paused: ferry replay DIR --resume " + plan.replayId();
                        case CANCELLED -> " is cancelled; waiting for what was sent";
                        case ENDED -> " has ended elsewhere";
                    };
        }
    }
}
