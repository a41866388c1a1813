package org.dataferry.control.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.replay.ReplayCommands;
import org.dataferry.control.replay.ReplayConduct;
import org.dataferry.control.replay.ReplayDesk;
import org.dataferry.control.replay.ReplayLog;
import org.dataferry.control.replay.ReplayPlan;
import org.dataferry.control.replay.ReplayRun;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.control.replay.SentCommands;
import org.dataferry.control.run.RunLock;
import org.dataferry.schemas.words.Counted;

/** Sends the rows of a replay while the command waits, and says how far it is. */
record ConductedReplay(Console console, ReplayLog log, Path state, ReplayDesk desk, Author author, Duration patience) {

    private static final Duration SAY = Duration.ofSeconds(2);

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
        return told(
                plan,
                conduct(plan, window).begin(plan, author.name(), patience, new Said(console, plan)),
                allowRejected);
    }

    /** How many of a replay's rows stand in the log: those will be sent, whatever is decided. */
    int inLog(String replayId) {
        return log.sent(replayId).steps().size();
    }

    /** One that another process has begun. */
    int goOn(ReplayPlan plan, ReplayStory story, int window, boolean allowRejected) throws InterruptedException {
        SentCommands sent = log.sent(plan.replayId());
        console.progress("replay " + plan.replayId() + ": " + sent.steps().size() + " of "
                + Counted.of(plan.steps().size(), "row") + " sent before");
        return told(
                plan,
                conduct(plan, window)
                        .goOn(plan, sent, story.request().at(), author.name(), patience, new Said(console, plan)),
                allowRejected);
    }

    private ReplayConduct conduct(ReplayPlan plan, int window) {
        return new ReplayConduct(
                log, state, () -> desk.stage(plan.replayId()), desk::decide, window, Clock.systemUTC());
    }

    private int told(ReplayPlan plan, ReplayConduct.Conducted conducted, boolean allowRejected) {
        EntityStatus sum = conducted.sum();
        conducted
                .decidedMeanwhile()
                .ifPresent(why -> console.progress("all rows were sent before it was decided otherwise: " + why));
        boolean isCancelled = switch (conducted.end()) {
            case DONE -> false;
            case CANCELLED -> true;
            case STANDS ->
                throw new ControlException("for " + patience.toSeconds() + " seconds nothing of replay "
                        + plan.replayId() + " has moved: " + ReplayDocument.sumText(sum)
                        + ". What was sent is done while the migration runs; ferry replay DIR --resume "
                        + plan.replayId() + " goes on");
        };
        ReplayStory.Stage stage = isCancelled ? ReplayStory.Stage.CANCELLED : ReplayStory.Stage.ENDED;
        console.result(
                "Replay " + plan.replayId() + (isCancelled ? " was cancelled before its end. " : " is done. ")
                        + ReplayDocument.sumText(sum),
                ReplayDocument.of(plan, stage, Optional.of(sum)).json());
        boolean isRefused = sum.rejected() + sum.parked() + sum.bounced() > 0 && !allowRejected;
        return isCancelled || isRefused ? ExitCode.REFUSED.number() : ExitCode.DONE.number();
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
                console.progress(rows + " of " + Counted.of(plan.steps().size(), "row") + " sent; "
                        + ReplayDocument.sumText(sum));
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
