package org.dataferry.transform.row;

import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.RowVersion;
import org.dataferry.transform.state.Step;
import org.dataferry.transform.state.Waiting;

/** Removes rows: those that others may name once a fence has passed, and again at later ones if the target refuses. */
final class Removals {

    private final RowRules.Book rules;
    private final RowOutlet outlet;
    private final String mappingVersion;
    private final RowLimits limits;

    Removals(RowRules.Book rules, RowOutlet outlet, String mappingVersion, RowLimits limits) {
        this.rules = rules;
        this.outlet = outlet;
        this.mappingVersion = mappingVersion;
        this.limits = limits;
    }

    /** Sends the removal; of a row that others may name, at the next fence. */
    RowState removed(RowId row, RowState state, WriteId write) {
        if (rules.of(row).named()) {
            outlet.record(write, new Outcome.Deferred(Outcome.DeferralReason.HEARTBEAT));
            return state.waiting(Optional.of(new Waiting.ToRemove(write, 0)));
        }
        return sent(row, state, write, 0);
    }

    /** @param refusals how often the target refused it before */
    RowState sent(RowId row, RowState state, WriteId write, int refusals) {
        Map<String, LookupTarget> lookups = BoundLookups.targets(
                state.image().map(RowVersion.Image::lookups).orElse(Map.of()));
        return switch (state.remove(refusals, limits.unappliedImages())) {
            case Step.Remove remove -> {
                outlet.send(
                        row instanceof RowId.Link link
                                ? new EntityWrite.Unlink(
                                        write,
                                        remove.version(),
                                        lookups.getOrDefault(LinkEnds.FROM, new LookupTarget.ByKey(link.from())),
                                        lookups.getOrDefault(LinkEnds.TO, new LookupTarget.ByKey(link.to())),
                                        mappingVersion)
                                : new EntityWrite.DeleteRow(write, remove.version(), mappingVersion));
                yield remove.after().parts(remove.after().parts().removed());
            }
            case Step.Unchanged ignored -> {
                outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
                yield state;
            }
            case Step.Upsert impossible -> throw new IllegalStateException("a removal is no image: " + write);
        };
    }

    /** Others still name the row in the target: its removal waits for the next fence, and not for ever. */
    RowState bounced(WriteId write, RowVersion.Removed removed, Outcome.BounceReason reason, RowState state) {
        if (reason == Outcome.BounceReason.STILL_NAMED && removed.refusals() < limits.deleteRetries()) {
            outlet.record(write, new Outcome.Deferred(Outcome.DeferralReason.HEARTBEAT));
            return state.waiting(Optional.of(new Waiting.ToRemove(write, removed.refusals() + 1)));
        }
        outlet.record(
                write,
                new Outcome.Rejected(
                        RejectionReason.DELETE_RESTRICTED,
                        "other rows of the target named it at " + limits.deleteRetries() + " fences in a row"));
        return state;
    }
}
