package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowTask;

/** What is to be recorded of a write that was sent, given its result. */
sealed interface Conclusion {

    /** @param identity what is known of the row from now on; empty if that does not change */
    record Settled(Outcome outcome, Optional<Identity> identity) implements Conclusion {}

    /** No outcome yet: the write goes back into the queue after a pause. */
    record Again(QueuedWrite write, Duration pause) implements Conclusion {}

    /**
     * How often a row is sent that the target refuses for a reason that may pass; with the pauses between, about twenty
     * seconds.
     */
    int MOST_DOUBTFUL = 7;

    /** Doubles with each doubtful answer but the first, which costs no pause: looking the row up settles most. */
    Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** The lane waits by itself as long as the target asks; this only keeps a refused part of a batch from turning hot. */
    Duration LATER = Duration.ofSeconds(1);

    static Conclusion of(RowTask task, RowResult result, Optional<Identity> known, Duration lateRequestHold) {
        Tries tries = task.merged().tries();
        return switch (result) {
            case RowResult.Done(Outcome.Effect effect, var guid) -> done(task, effect, guid, known);
            case RowResult.AlreadyDone ignored ->
                new Settled(new Outcome.AlreadyApplied(), Optional.of(reached(task, task.guid(), known)));
            case RowResult.Refused(var reason, String detail) -> refused(new Outcome.Rejected(reason, detail), known);
            case RowResult.Lost ignored -> new Again(task.merged().queued(true, tries.lostAgain()), lateRequestHold);
            case RowResult.Later ignored -> new Again(task.merged().queued(false, tries), LATER);
            case RowResult.Doubtful(var reason, String why) ->
                tries.doubtful() + 1 >= MOST_DOUBTFUL
                        ? refused(new Outcome.Rejected(reason, why), known)
                        : new Again(task.merged().queued(true, tries.doubtfulAgain()), pause(tries));
        };
    }

    private static Settled done(RowTask task, Outcome.Effect effect, Optional<UUID> guid, Optional<Identity> known) {
        // An update that found out by key that our own lost create had made the row has created it, all in all.
        boolean created = effect == Outcome.Effect.UPDATED && present(known).isEmpty();
        Outcome outcome = new Outcome.Applied(created ? Outcome.Effect.CREATED : effect);
        return new Settled(outcome, Optional.of(reached(task, guid, known)));
    }

    /** The target is at the version of the write. */
    private static Identity reached(RowTask task, Optional<UUID> guid, Optional<Identity> known) {
        long version = task.write().version();
        if (task.write() instanceof EntityWrite.DeleteRow) {
            return new Identity.Deleted(version);
        }
        Identity.Origin origin = present(known).map(Identity.Present::origin).orElse(Identity.Origin.CREATED_BY_FERRY);
        return new Identity.Present(guid, version, origin);
    }

    /** A refused update leaves the row as it is; otherwise the refusal is why there is none. */
    private static Settled refused(Outcome.Rejected outcome, Optional<Identity> known) {
        Optional<Identity> identity = present(known).isPresent()
                ? Optional.empty()
                : Optional.of(new Identity.Rejected(known.map(Identity::version).orElse(0L)));
        return new Settled(outcome, identity);
    }

    private static Optional<Identity.Present> present(Optional<Identity> known) {
        return known.filter(Identity.Present.class::isInstance).map(Identity.Present.class::cast);
    }

    private static Duration pause(Tries tries) {
        return tries.doubtful() == 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << tries.doubtful() - 1);
    }
}
