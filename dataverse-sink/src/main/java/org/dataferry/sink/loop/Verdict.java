package org.dataferry.sink.loop;

import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.RowTask;

/** What is to be done with a write, given what is known of its row. */
sealed interface Verdict {

    /** Send it. */
    record Send(Action action, RowTask task) implements Verdict {}

    /**
     * Its outcome is known without asking anybody.
     *
     * @param identity what is known of the row from now on; empty if that does not change
     */
    record Settled(Outcome outcome, Optional<Identity> identity) implements Verdict {}

    static Verdict of(MergedWrite merged, Optional<Identity> identity) {
        long version = merged.write().version();
        long targetVersion = identity.map(Identity::version).orElse(0L);
        if (targetVersion > version) {
            return new Settled(new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED), Optional.empty());
        }
        if (targetVersion == version && identity.filter(Verdict::isAsWritten).isPresent()) {
            return new Settled(new Outcome.AlreadyApplied(), Optional.empty());
        }
        return switch (merged.write()) {
            case EntityWrite.UpsertRow upsert -> upsert(merged, identity, targetVersion);
            case EntityWrite.DeleteRow delete -> delete(merged, identity, targetVersion);
            case EntityWrite.PatchLookup patch -> throw unknown(patch);
            case EntityWrite.SetState state -> throw unknown(state);
            case EntityWrite.Link link -> throw unknown(link);
            case EntityWrite.Unlink unlink -> throw unknown(unlink);
        };
    }

    private static Verdict upsert(MergedWrite merged, Optional<Identity> identity, long targetVersion) {
        if (merged.inDoubt()) {
            return new Send(Action.RESOLVE, new RowTask(merged, guid(identity), 0));
        }
        if (!isPresent(identity)) {
            return new Send(Action.CREATE, new RowTask(merged, Optional.empty(), 0));
        }
        Optional<UUID> guid = guid(identity);
        return new Send(guid.isPresent() ? Action.UPDATE : Action.RESOLVE, new RowTask(merged, guid, targetVersion));
    }

    private static Verdict delete(MergedWrite merged, Optional<Identity> identity, long targetVersion) {
        if (merged.inDoubt()) {
            return new Send(Action.RESOLVE, new RowTask(merged, guid(identity), 0));
        }
        if (mayBePresent(identity)) {
            return new Send(Action.DELETE, new RowTask(merged, guid(identity), targetVersion));
        }
        Identity deleted = new Identity.Deleted(merged.write().version());
        return new Settled(new Outcome.AlreadyApplied(), Optional.of(deleted));
    }

    /** Of a version that was refused, an older one may be in the target: its answer was lost, and it was superseded. */
    private static boolean mayBePresent(Optional<Identity> identity) {
        return identity.isPresent()
                && switch (identity.get()) {
                    case Identity.Present present -> true;
                    case Identity.Rejected rejected -> true;
                    case Identity.Parked parked -> false;
                    case Identity.Deleted deleted -> false;
                    case Identity.Gone gone -> false;
                };
    }

    /** Whether the target still is what the write of the identity's version made of it. */
    private static boolean isAsWritten(Identity identity) {
        return switch (identity) {
            case Identity.Present present -> true;
            case Identity.Deleted deleted -> true;
            case Identity.Gone gone -> false;
            case Identity.Parked parked -> false;
            case Identity.Rejected rejected -> false;
        };
    }

    private static boolean isPresent(Optional<Identity> identity) {
        return identity.isPresent() && identity.get() instanceof Identity.Present;
    }

    private static Optional<UUID> guid(Optional<Identity> identity) {
        return identity.isPresent() && identity.get() instanceof Identity.Present present
                ? present.guid()
                : Optional.empty();
    }

    private static IllegalStateException unknown(EntityWrite write) {
        return new IllegalStateException(
                "this version of the sink does not send " + write.getClass().getSimpleName()
                        + ", and no version of the transform that it runs with writes it: " + write.id());
    }
}
