package org.dataferry.sink.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowTask;

/** What is to be recorded of a write that was sent, given its result. */
sealed interface Conclusion {

    /** @param identity what is known of the row from now on; empty if that does not change */
    record Settled(Outcome outcome, Optional<Identity> identity) implements Conclusion {}

    /**
     * The target is not as it was believed to be.
     *
     * @param gone what is known from now on of the row that the outcome is about; empty if that does not change
     */
    record Bounced(Outcome.Bounced outcome, Optional<Identity> gone) implements Conclusion {}

    /**
     * First of all, the row is there.
     *
     * @param identity what is known of it before the rest
     */
    record Found(Identity identity, Conclusion rest) implements Conclusion {}

    /** No outcome yet: these were the old values of the row, which may be written once they are committed. */
    record Read(Optional<BeforeImage> image) implements Conclusion {}

    /**
     * No outcome yet: the write goes back into the queue after a pause.
     *
     * @param why it has none
     */
    record Again(QueuedWrite write, Duration pause, String why) implements Conclusion {}

    /**
     * How often a row is looked up and sent that is not what it was taken for; with the pauses between, about twenty
     * seconds.
     */
    int MOST_DOUBTFUL = 7;

    /** Doubles with each doubtful answer but the first, which costs no pause: looking the row up settles most. */
    Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** The lane waits by itself as long as the target asks; this only keeps a refused part of a batch from turning hot. */
    Duration LATER = Duration.ofSeconds(1);

    /**
     * @param identities what is known of any row
     * @param spread as in {@link Patience#pause}
     */
    static Conclusion of(
            RowTask task,
            RowResult result,
            Function<RowId, Optional<Identity>> identities,
            Patience patience,
            double spread,
            Instant now) {
        RowId row = task.write().row();
        Optional<Identity> known = identities.apply(row);
        Tries tries = task.merged().tries();
        return switch (result) {
            case RowResult.Done(Outcome.Effect effect, var guid, var rowVersion) ->
                done(task, effect, guid, rowVersion, known);
            case RowResult.AlreadyDone ignored ->
                new Settled(
                        Outcome.AlreadyApplied.of(task.write()), reached(task, task.guid(), task.rowVersion(), known));
            case RowResult.Kept ignored ->
                new Settled(new Outcome.Skipped(Outcome.SkipReason.CHANGED_IN_TARGET), Optional.empty());
            case RowResult.Found(UUID guid, RowResult rest) -> {
                Identity there = found(guid, known);
                yield new Found(
                        there,
                        of(
                                task,
                                rest,
                                any -> any.equals(row) ? Optional.of(there) : identities.apply(any),
                                patience,
                                spread,
                                now));
            }
            case RowResult.Refused(var reason, String detail) ->
                refused(task, new Outcome.Rejected(reason, detail), known);
            case RowResult.Missing(RowId missing, var guid) ->
                new Bounced(
                        new Outcome.Bounced(missing, Outcome.BounceReason.MISSING),
                        missing.equals(row) ? Optional.of(gone(known)) : gone(identities.apply(missing), guid));
            case RowResult.StillNamed ignored ->
                new Bounced(new Outcome.Bounced(row, Outcome.BounceReason.STILL_NAMED), Optional.empty());
            case RowResult.OldValues(var guid, var columns) ->
                new Read(guid.map(id -> new BeforeImage(row, id, columns, now)));
            case RowResult.Lost(String why) ->
                new Again(task.merged().queued(true, tries.lostAgain()), patience.lateRequestHold(), why);
            case RowResult.Later(String why) -> new Again(task.merged().queued(false, tries), LATER, why);
            case RowResult.RolledBack(var reason, String why) -> {
                Tries again = tries.rolledBackAgain();
                yield again.rolledBack() >= patience.tries(row.entity(), reason)
                        ? refused(task, new Outcome.Rejected(reason, why), known)
                        : new Again(
                                task.merged().queued(false, again), Patience.pause(again.rolledBack(), spread), why);
            }
            case RowResult.Doubtful(var reason, String why) ->
                tries.doubtful() + 1 >= MOST_DOUBTFUL
                        ? refused(task, new Outcome.Rejected(reason, why), known)
                        : new Again(task.merged().queued(true, tries.doubtfulAgain()), pause(tries), why);
        };
    }

    private static Settled done(
            RowTask task,
            Outcome.Effect effect,
            Optional<UUID> guid,
            Optional<String> rowVersion,
            Optional<Identity> known) {
        // An update that found out by key that our own lost create had made the row has created it, all in all. So has
        // one that found another row than the one we knew: somebody had removed that, and its parts with it.
        boolean created = task.write() instanceof EntityWrite.UpsertRow
                && effect == Outcome.Effect.UPDATED
                && present(known).filter(before -> isSame(before, guid)).isEmpty();
        Outcome outcome = new Outcome.Applied(created ? Outcome.Effect.CREATED : effect);
        return new Settled(outcome, reached(task, guid, rowVersion, known));
    }

    private static boolean isSame(Identity.Present before, Optional<UUID> guid) {
        return before.guid().isEmpty() || guid.isEmpty() || before.guid().equals(guid);
    }

    /** Which version it has is not known better than before. An adopted row that has our key is not untouched any more. */
    private static Identity.Present found(UUID guid, Optional<Identity> known) {
        return new Identity.Present(
                Optional.of(guid),
                known.map(Identity::version).orElse(0L),
                present(known)
                        .map(present -> present.isUntouched() ? Identity.Origin.FOUND : present.origin())
                        .orElse(Identity.Origin.CREATED_BY_FERRY),
                present(known)
                        .filter(present -> present.guid().equals(Optional.of(guid)))
                        .flatMap(Identity.Present::rowVersion));
    }

    /** What is known of the row once the write is in the target; empty if that does not change. */
    private static Optional<Identity> reached(
            RowTask task, Optional<UUID> guid, Optional<String> rowVersion, Optional<Identity> known) {
        long version = task.write().version();
        Identity.Origin origin = present(known).map(Identity.Present::origin).orElse(Identity.Origin.CREATED_BY_FERRY);
        return switch (task.write()) {
            case EntityWrite.UpsertRow upsert -> Optional.of(new Identity.Present(guid, version, origin, rowVersion));
            case EntityWrite.PatchLookup patch -> patched(patch, rowVersion, known);
            case EntityWrite.SetState state -> moved(rowVersion, known);
            case EntityWrite.SetFile file -> Optional.empty();
            case EntityWrite.Link link -> Optional.of(new Identity.Present(Optional.empty(), version, origin));
            case EntityWrite.DeleteRow delete -> Optional.of(new Identity.Deleted(version));
            case EntityWrite.Unlink unlink -> Optional.of(new Identity.Deleted(version));
        };
    }

    /**
     * A patch makes its version of the version before it. If the target has an older one, as that before was refused or
     * bounced, it has not the patch's version now either: whatever comes is then sent as a whole image.
     */
    private static Optional<Identity> patched(
            EntityWrite.PatchLookup patch, Optional<String> rowVersion, Optional<Identity> known) {
        return present(known)
                .filter(present -> present.version() == patch.version() - 1)
                .<Identity>map(
                        present -> new Identity.Present(present.guid(), patch.version(), present.origin(), rowVersion))
                .or(() -> moved(rowVersion, known));
    }

    /** The target still has the version that it had, in a row that has another ETag now. */
    private static Optional<Identity> moved(Optional<String> rowVersion, Optional<Identity> known) {
        return rowVersion.isEmpty()
                ? Optional.empty()
                : present(known)
                        .map(present ->
                                new Identity.Present(present.guid(), present.version(), present.origin(), rowVersion));
    }

    /** A refused update leaves the row as it is, if it is there; otherwise the refusal is why there is none. */
    private static Settled refused(RowTask task, Outcome.Rejected outcome, Optional<Identity> known) {
        return switch (task.write()) {
            case EntityWrite.UpsertRow upsert ->
                new Settled(
                        outcome,
                        outcome.reason() == RejectionReason.ROW_LOST ? Optional.of(gone(known)) : rejected(known));
            case EntityWrite.DeleteRow delete -> new Settled(outcome, rejected(known));
            case EntityWrite.PatchLookup patch -> new Settled(outcome, Optional.empty());
            case EntityWrite.SetState state -> new Settled(outcome, Optional.empty());
            case EntityWrite.SetFile file -> new Settled(outcome, Optional.empty());
            case EntityWrite.Link link -> new Settled(outcome, Optional.empty());
            case EntityWrite.Unlink unlink -> new Settled(outcome, Optional.empty());
        };
    }

    private static Optional<Identity> rejected(Optional<Identity> known) {
        return present(known).isPresent()
                ? Optional.empty()
                : Optional.of(new Identity.Rejected(known.map(Identity::version).orElse(0L)));
    }

    private static Identity gone(Optional<Identity> known) {
        return new Identity.Gone(known.map(Identity::version).orElse(0L));
    }

    /** Only the row that the write named is known to be missing: under another GUID it may have come back since. */
    private static Optional<Identity> gone(Optional<Identity> known, Optional<UUID> named) {
        return present(known)
                .filter(present -> present.guid().equals(named))
                .map(present -> new Identity.Gone(present.version()));
    }

    private static Optional<Identity.Present> present(Optional<Identity> known) {
        return known.filter(Identity.Present.class::isInstance).map(Identity.Present.class::cast);
    }

    private static Duration pause(Tries tries) {
        return tries.doubtful() == 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << tries.doubtful() - 1);
    }
}
