package org.dataferry.control.cli;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.control.replay.ReplayChoice;
import org.dataferry.control.replay.ReplayPlan;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.control.replay.ReplaySelection;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.control.replay.ReplayTurn;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.settings.LimitSettings;

/** A replay that somebody asks for: chosen, shown or written down, and sent. */
record ReplayBeginning(MigrationFolder folder, ConductedReplay conducted) {

    int begin(ReplayChoice choice, boolean preview, boolean allowRejected) throws InterruptedException {
        List<ReplayRow> rows = rows(choice);
        if (preview || rows.isEmpty()) {
            ReplayDocument document = ReplayDocument.ofPreview(choice.entity(), rows);
            conducted
                    .console()
                    .result(
                            rows.isEmpty()
                                    ? "No source row of " + choice.entity() + " is chosen."
                                    : document.previewText(),
                            document.json());
            return ExitCode.DONE.number();
        }
        ReplayPlan plan = new ReplayPlan(
                UUID.randomUUID().toString(),
                rows.stream().map(row -> new ReplayStep(choice.entity(), row)).toList());
        ReplayTurn turn = ReplayTurn.take(folder.state(), plan.replayId())
                .orElseThrow(() -> new ControlException("another process has the turn of a replay just made up"));
        try {
            return begin(choice, plan, allowRejected);
        } finally {
            turn.close();
        }
    }

    private List<ReplayRow> rows(ReplayChoice choice) {
        try (TopicCursor cursor = conducted.log().cursor()) {
            return new ReplaySelection(conducted.log().topics(), conducted.log().avro(), cursor).rows(choice);
        }
    }

    private int begin(ReplayChoice choice, ReplayPlan plan, boolean allowRejected) throws InterruptedException {
        LimitSettings.Replay limits = folder.settings().limits().replay();
        int rows = plan.steps().size();
        boolean awaitsApproval =
                limits.approveAbove().filter(most -> rows > most).isPresent();
        boolean runs = conducted.isRunning(folder);
        if (awaitsApproval && !runs) {
            throw new RefusedException("a replay of " + rows + " rows has to be approved by somebody else"
                    + " (limits.replay.approveAbove), and then needs a run: start ferry run first");
        }
        plan.save(folder.state());
        conducted
                .desk()
                .request(new ReplayEvent.Requested(
                        plan.replayId(),
                        choice.entity(),
                        rows,
                        segment(choice),
                        awaitsApproval,
                        conducted.author().name(),
                        conducted.author().why(),
                        Clock.systemUTC().instant()));
        conducted.console().progress("replay " + plan.replayId() + ": " + rows + " source rows of " + choice.entity());
        if (runs) {
            return conducted.begin(plan, limits.window(), allowRejected);
        }
        conducted.leaveToNextRun(plan);
        conducted
                .console()
                .result(
                        "No run of this migration is going on; the next one sends these " + rows
                                + " rows again, as replay " + plan.replayId()
                                + ". Nobody can take them back; once a run"
                                + " goes on, ferry replay DIR --resume " + plan.replayId() + " follows it to its end.",
                        ReplayDocument.of(plan, ReplayStory.Stage.GOES_ON, Optional.empty())
                                .json());
        return ExitCode.DONE.number();
    }

    /** In the words of the command, so that it can be given again. */
    private static String segment(ReplayChoice choice) {
        StringBuilder words = new StringBuilder("--entity ").append(choice.entity());
        new TreeSet<>(choice.keys()).forEach(key -> words.append(" --key ").append(key));
        return choice.rejectedOnly() ? words + " --rejected" : words.toString();
    }
}
