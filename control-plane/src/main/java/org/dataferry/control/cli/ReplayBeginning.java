package org.dataferry.control.cli;

import java.time.Clock;
import java.util.Optional;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.preview.ChosenSegment;
import org.dataferry.control.replay.ReplayPlan;
import org.dataferry.control.replay.ReplayRequest;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.control.replay.ReplayTurn;
import org.dataferry.control.run.MappingInUse;
import org.dataferry.control.segment.Selection;
import org.dataferry.schemas.words.Counted;

/** A replay that somebody asks for: chosen, shown or written down, and sent. */
record ReplayBeginning(MigrationFolder folder, ConductedReplay conducted, ChosenSegment chosen) {

    int begin(boolean preview, boolean allowRejected) throws InterruptedException {
        Optional<String> otherMapping =
                MappingInUse.otherThan(folder, chosen.blueprint().version());
        if (preview) {
            ReplayPreviewDocument document = new ReplayPreviewDocument(chosen.preview());
            conducted
                    .console()
                    .result(
                            document.text()
                                    + otherMapping.map(why -> "\nMind: " + why).orElse(""),
                            document.json());
            return ExitCode.DONE.number();
        }
        otherMapping.ifPresent(why -> conducted.console().progress("mind: " + why));
        Selection selection = chosen.select();
        if (selection.steps().isEmpty()) {
            conducted
                    .console()
                    .result(
                            "No source row is chosen by " + chosen.segment().words() + "."
                                    + leftOut(selection.leftOut()),
                            ReplayDocument.ofNothing(chosen.segment()).json());
            return ExitCode.DONE.number();
        }
        ReplayRequest request = ReplayRequest.of(
                chosen.segment().words(),
                selection.steps(),
                folder.settings().limits().replay(),
                conducted.author().name(),
                conducted.author().why(),
                Clock.systemUTC().instant());
        ReplayTurn turn = ReplayTurn.take(folder.state(), request.replayId())
                .orElseThrow(() -> new ControlException("another process has the turn of a replay just made up"));
        try {
            return begin(request, allowRejected);
        } finally {
            turn.close();
        }
    }

    private int begin(ReplayRequest request, boolean allowRejected) throws InterruptedException {
        ReplayPlan plan = request.plan();
        int rows = plan.steps().size();
        boolean runs = conducted.isRunning(folder);
        if (request.event().awaitsApproval() && !runs) {
            throw new RefusedException("a replay of " + Counted.of(rows, "row") + " has to be approved by somebody else"
                    + " (limits.replay.approveAbove), and then needs a run: start ferry run first");
        }
        request.writeDown(folder.state(), conducted.desk()::request);
        conducted
                .console()
                .progress("replay " + plan.replayId() + ": " + Counted.of(rows, "source row") + " of "
                        + request.event().entity());
        if (runs) {
            return conducted.begin(plan, folder.settings().limits().replay().window(), allowRejected);
        }
        conducted.leaveToNextRun(plan);
        conducted
                .console()
                .result(
                        "No run of this migration is going on; the next one sends "
                                + Counted.of(rows, "row") + " again, as replay " + plan.replayId()
                                + ". Nobody can take them back; once a run"
                                + " goes on, ferry replay DIR --resume " + plan.replayId() + " follows it to its end.",
                        ReplayDocument.of(plan, ReplayStory.Stage.GOES_ON, Optional.empty())
                                .json());
        return ExitCode.DONE.number();
    }

    private static String leftOut(Selection.LeftOut leftOut) {
        StringBuilder text = new StringBuilder();
        if (leftOut.overtaken() > 0) {
            text.append(" Of ").append(leftOut.overtaken()).append(" a newer write has taken its place since.");
        }
        if (leftOut.waived() > 0) {
            text.append(" Somebody waived ").append(leftOut.waived()).append("; --waived sends them too.");
        }
        leftOut.refusedOtherwise()
                .forEach((reason, rows) -> text.append(" ")
                        .append(rows)
                        .append(" are refused for ")
                        .append(reason)
                        .append(" since."));
        return text.toString();
    }
}
