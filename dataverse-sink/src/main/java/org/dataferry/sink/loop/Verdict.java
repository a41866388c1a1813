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
        return switch (merged.write()) {
            case EntityWrite.UpsertRow upsert ->
                known(upsert, identity).orElseGet(() -> upsert(merged, identity, version(identity)));
            case EntityWrite.DeleteRow delete ->
                known(delete, identity).orElseGet(() -> delete(merged, identity, version(identity)));
            case EntityWrite.PatchLookup patch -> known(patch, identity).orElseGet(() -> patch(merged, identity));
            case EntityWrite.SetState state -> part(merged, identity, Action.PATCH);
            case EntityWrite.SetFile file -> part(merged, identity, Action.FILE);
            case EntityWrite.Link link -> known(link, identity).orElseGet(() -> link(merged, identity));
            case EntityWrite.Unlink unlink -> known(unlink, identity).orElseGet(() -> link(merged, identity));
        };
    }

    /** What the versions alone tell, of a write that is a version of what the identity counts. */
    private static Optional<Verdict> known(EntityWrite write, Optional<Identity> identity) {
        if (version(identity) > write.version()) {
            return Optional.of(superseded());
        }
        if (version(identity) == write.version()
                && identity.filter(Verdict::isAsWritten).isPresent()) {
            return Optional.of(new Settled(Outcome.AlreadyApplied.of(write), Optional.empty()));
        }
        return Optional.empty();
    }

    private static Verdict upsert(MergedWrite merged, Optional<Identity> identity, long targetVersion) {
        if (merged.inDoubt()) {
            return new Send(Action.RESOLVE, task(merged, identity, 0));
        }
        if (!isPresent(identity)) {
            return new Send(Action.CREATE, new RowTask(merged, Optional.empty(), 0));
        }
        Action action = guid(identity).isPresent() ? Action.UPDATE : Action.RESOLVE;
        return new Send(action, task(merged, identity, targetVersion));
    }

    private static Verdict delete(MergedWrite merged, Optional<Identity> identity, long targetVersion) {
        if (merged.inDoubt()) {
            return new Send(Action.RESOLVE, task(merged, identity, 0));
        }
        if (mayBePresent(merged.write(), identity)) {
            return new Send(Action.DELETE, task(merged, identity, targetVersion));
        }
        Identity deleted = new Identity.Deleted(merged.write().version());
        return new Settled(Outcome.AlreadyApplied.of(merged.write()), Optional.of(deleted));
    }

    /** A row that has its GUID is updated in bulk; in doubt as well, as setting a lookup twice changes nothing. */
    private static Verdict patch(MergedWrite merged, Optional<Identity> identity) {
        if (isAbsent(identity)) {
            return missing(merged, identity);
        }
        Action action = guid(identity).isPresent() ? Action.UPDATE : Action.PATCH;
        return new Send(action, task(merged, identity, version(identity)));
    }

    /**
     * The versions of columns and lookups say nothing of a state and of files; that the row was removed since does.
     */
    private static Verdict part(MergedWrite merged, Optional<Identity> identity, Action action) {
        boolean removedSince = identity.filter(Identity.Deleted.class::isInstance)
                .filter(deleted -> deleted.version() > merged.write().version())
                .isPresent();
        if (removedSince) {
            return superseded();
        }
        return isAbsent(identity)
                ? missing(merged, identity)
                : new Send(action, task(merged, identity, version(identity)));
    }

    private static Verdict link(MergedWrite merged, Optional<Identity> identity) {
        return new Send(Action.LINK, new RowTask(merged, Optional.empty(), version(identity)));
    }

    private static Settled superseded() {
        return new Settled(new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED), Optional.empty());
    }

    private static Settled missing(MergedWrite merged, Optional<Identity> identity) {
        Outcome bounced = new Outcome.Bounced(merged.write().row(), Outcome.BounceReason.MISSING);
        return new Settled(bounced, Optional.of(new Identity.Gone(version(identity))));
    }

    /**
     * Whether a delete has anything to do. Without a row that we know of there may still be one: a create whose answer was
     * lost, and that was refused, bounced or superseded when it was sent again. Only if nothing was written between its
     * removal and this delete is it certainly gone.
     */
    private static boolean mayBePresent(EntityWrite delete, Optional<Identity> identity) {
        return !isAbsent(identity) || version(identity) + 1 < delete.version();
    }

    /** Known to be not in the target. A row that is parked or was refused may be there in an older version. */
    private static boolean isAbsent(Optional<Identity> identity) {
        return identity.isPresent()
                && switch (identity.get()) {
                    case Identity.Deleted deleted -> true;
                    case Identity.Gone gone -> true;
                    case Identity.Present present -> false;
                    case Identity.Rejected rejected -> false;
                    case Identity.Parked parked -> false;
                    case Identity.MergedInto merged -> false;
                };
    }

    private static long version(Optional<Identity> identity) {
        return identity.map(Identity::version).orElse(0L);
    }

    /** Whether the target still is what the write of the identity's version made of it. */
    private static boolean isAsWritten(Identity identity) {
        return switch (identity) {
            case Identity.Present present -> true;
            case Identity.Deleted deleted -> true;
            case Identity.Gone gone -> false;
            case Identity.Parked parked -> false;
            case Identity.Rejected rejected -> false;
            case Identity.MergedInto merged -> false;
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

    private static RowTask task(MergedWrite merged, Optional<Identity> identity, long targetVersion) {
        return identity.isPresent() && identity.get() instanceof Identity.Present present
                ? new RowTask(merged, present.guid(), targetVersion, present.rowVersion(), present.isUntouched())
                : new RowTask(merged, Optional.empty(), targetVersion);
    }
}
