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

    /** Its outcome is known without asking anybody. */
    record Settled(Outcome outcome) implements Verdict {}

    static Verdict of(MergedWrite merged, Optional<Identity> identity) {
        EntityWrite write = merged.write();
        long targetVersion = identity.map(Identity::version).orElse(0L);
        if (targetVersion == write.version() && !refusedBefore(identity)) {
            return new Settled(new Outcome.AlreadyApplied());
        }
        if (targetVersion > write.version()) {
            return new Settled(new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
        }
        Optional<UUID> guid = identity.flatMap(Verdict::guid);
        if (merged.inDoubt()) {
            return new Send(Action.RESOLVE, new RowTask(merged, guid, 0));
        }
        boolean present = identity.isPresent() && identity.get() instanceof Identity.Present;
        return switch (write) {
            case EntityWrite.UpsertRow upsert -> upsert(merged, guid, present, targetVersion);
            case EntityWrite.DeleteRow delete ->
                present
                        ? new Send(Action.DELETE, new RowTask(merged, guid, targetVersion))
                        : new Settled(new Outcome.AlreadyApplied());
            case EntityWrite.PatchLookup patch -> throw unknown(patch);
            case EntityWrite.SetState state -> throw unknown(state);
            case EntityWrite.Link link -> throw unknown(link);
            case EntityWrite.Unlink unlink -> throw unknown(unlink);
        };
    }

    private static Verdict upsert(MergedWrite merged, Optional<UUID> guid, boolean present, long targetVersion) {
        if (!present) {
            return new Send(Action.CREATE, new RowTask(merged, Optional.empty(), 0));
        }
        return new Send(guid.isPresent() ? Action.UPDATE : Action.RESOLVE, new RowTask(merged, guid, targetVersion));
    }

    /** A refused version may be sent again by a replay; its identity only says that there is no row. */
    private static boolean refusedBefore(Optional<Identity> identity) {
        return identity.isPresent() && identity.get() instanceof Identity.Rejected;
    }

    private static Optional<UUID> guid(Identity identity) {
        return identity instanceof Identity.Present present ? present.guid() : Optional.empty();
    }

    private static IllegalStateException unknown(EntityWrite write) {
        return new IllegalStateException(
                "this version of the sink does not send " + write.getClass().getSimpleName()
                        + ", and no version of the transform that it runs with writes it: " + write.id());
    }
}
