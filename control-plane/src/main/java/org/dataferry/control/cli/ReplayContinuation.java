package org.dataferry.control.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.replay.ReplayDesk;
import org.dataferry.control.replay.ReplayPlan;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.control.replay.ReplayTurn;
import org.dataferry.schemas.control.ReplayEvent;

/** What is decided of replays that were asked for before. */
record ReplayContinuation(MigrationFolder folder, ConductedReplay conducted) {

    int decide(ReplayDecision decision, boolean allowRejected) throws InterruptedException {
        ReplayDesk desk = conducted.desk();
        if (decision.toResume().isPresent()) {
            return resume(desk.find(decision.toResume().get()), allowRejected);
        }
        if (decision.toDecide().isPresent()) {
            String id = desk.find(decision.toDecide().get()).request().replayId();
            desk.decide(decision.event(id, conducted.author(), now()));
            show(List.of(desk.find(id)));
        } else {
            show(desk.all());
        }
        return ExitCode.DONE.number();
    }

    private int resume(ReplayStory story, boolean allowRejected) throws InterruptedException {
        String id = story.request().replayId();
        if (story.stage().isFinal()) {
            throw new RefusedException("replay " + id + " is over, so it cannot go on");
        }
        if (story.stage() == ReplayStory.Stage.PAUSED) {
            conducted
                    .desk()
                    .decide(new ReplayEvent.Resumed(
                            id, conducted.author().name(), conducted.author().why(), now()));
        }
        Optional<ReplayTurn> turn = ReplayTurn.take(folder.state(), id);
        if (turn.isEmpty()) {
            conducted.console().progress("replay " + id + " goes on in the process that sends its rows");
            show(List.of(conducted.desk().find(id)));
            return ExitCode.DONE.number();
        }
        try {
            if (!conducted.isRunning(folder)) {
                throw new RefusedException(
                        "no run of this migration is going on that would take the rows: start ferry run first");
            }
            return conducted.goOn(
                    ReplayPlan.load(folder.state(), id),
                    story,
                    folder.settings().limits().replay().window(),
                    allowRejected);
        } finally {
            turn.get().close();
        }
    }

    private void show(List<ReplayStory> stories) {
        ReplayHistoryDocument document = new ReplayHistoryDocument(stories);
        conducted.console().result(document.text(), document.json());
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }
}
