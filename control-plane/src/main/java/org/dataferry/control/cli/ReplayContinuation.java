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
import org.dataferry.schemas.words.Counted;

/** What is decided of replays that were asked for before. */
record ReplayContinuation(MigrationFolder folder, ConductedReplay conducted) {

    int decide(ReplayDecision decision, boolean allowRejected) throws InterruptedException {
        ReplayDesk desk = conducted.desk();
        if (decision.toResume().isPresent()) {
            return resume(desk.find(decision.toResume().get()), allowRejected);
        }
        if (decision.toDecide().isPresent()) {
            ReplayStory story = desk.find(decision.toDecide().get());
            String id = story.request().replayId();
            desk.decide(decision.event(id, conducted.author(), now()));
            warn(desk.find(id));
            show(List.of(desk.find(id)));
        } else {
            show(desk.all());
        }
        return ExitCode.DONE.number();
    }

    /** What people would not expect of their decision. */
    private void warn(ReplayStory story) {
        String id = story.request().replayId();
        switch (story.stage()) {
            case PAUSED, CANCELLED -> {
                int inLog = conducted.inLog(id);
                if (inLog == story.request().rows()) {
                    conducted
                            .console()
                            .progress("replay " + id + " stands in the log already with " + Counted.of(inLog, "row")
                                    + ", which " + Counted.verb(inLog, "is", "are") + " sent all the same");
                }
            }
            case GOES_ON -> {
                Optional<ReplayTurn> turn = ReplayTurn.take(folder.state(), id);
                turn.ifPresent(free -> {
                    free.close();
                    conducted
                            .console()
                            .progress("no process of this machine sends the rows of replay " + id
                                    + "; if the one that asked for it does not wait any more, ferry replay DIR --resume "
                                    + id
                                    + " does, where it was asked for");
                });
            }
            case AWAITS_APPROVAL, ENDED -> {}
        }
    }

    /** All that can stand in the way is looked for before anything is written down. */
    private int resume(ReplayStory story, boolean allowRejected) throws InterruptedException {
        String id = story.request().replayId();
        if (story.stage().isFinal()) {
            throw new RefusedException("replay " + id + " is over, so it cannot go on");
        }
        Optional<ReplayTurn> turn = ReplayTurn.take(folder.state(), id);
        if (turn.isEmpty()) {
            noteResumed(story);
            conducted.console().progress("replay " + id + " goes on in the process that sends its rows");
            show(List.of(conducted.desk().find(id)));
            return ExitCode.DONE.number();
        }
        try {
            if (!conducted.isRunning(folder)) {
                throw new RefusedException(
                        "no run of this migration is going on that would take the rows: start ferry run first");
            }
            ReplayPlan plan = ReplayPlan.load(folder.state(), id);
            noteResumed(story);
            return conducted.goOn(
                    plan, story, folder.settings().limits().replay().window(), allowRejected);
        } finally {
            turn.get().close();
        }
    }

    private void noteResumed(ReplayStory story) {
        if (story.stage() == ReplayStory.Stage.PAUSED) {
            conducted
                    .desk()
                    .decide(new ReplayEvent.Resumed(
                            story.request().replayId(),
                            conducted.author().name(),
                            conducted.author().why(),
                            now()));
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
