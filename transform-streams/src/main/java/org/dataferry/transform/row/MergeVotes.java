package org.dataferry.transform.row;

import java.util.Optional;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.MappingResult;

/**
 * The say of a task's source rows in the rows that they merge into.
 *
 * <ol>
 *   <li>A source row has a say in one row at a time. Going to another, it withdraws from the one before.
 *   <li>Who names a source row is told which row stands for it, in the transaction that votes for that row. No other task
 *       says so, and no source row that merges has a row of its own.
 *   <li>Each time it is asked, at least one write is voted on or settled.
 * </ol>
 */
public final class MergeVotes {

    private final Memberships memberships;
    private final Outlet outlet;

    /** Where it goes, all of one change in one transaction. */
    public interface Outlet {

        void vote(Vote.ForMerged vote);

        /** The change comes to nothing that others have a say in. */
        void settle(WriteId write, Outcome outcome);

        void identify(RowId row, Identity identity);
    }

    public MergeVotes(Memberships memberships, Outlet outlet) {
        this.memberships = memberships;
        this.outlet = outlet;
    }

    /** The source row is mapped, and merges into this row. */
    public void merge(
            Cause cause, RowId.OfSource member, RowId.Merged into, MappingResult.Mapped image, boolean whole) {
        Identity said = new Identity.MergedInto(into);
        Optional<Identity> before = memberships.get(member);
        if (!before.equals(Optional.of(said))) {
            before.flatMap(MergeVotes::into).ifPresent(left -> withdraw(cause, member, left));
            say(member, said);
        }
        outlet.vote(new Vote.ForMerged(new WriteId(cause, into, Part.ROW), member, Optional.of(image), whole));
    }

    /** The source row cannot be mapped. What went before stays as it is. */
    public void refuse(Cause cause, RowId.OfSource member, RejectionReason reason, String detail) {
        outlet.settle(new WriteId(cause, member, Part.ROW), new Outcome.Rejected(reason, detail));
        if (memberships.get(member).isEmpty()) {
            say(member, new Identity.Rejected(0));
        }
    }

    /**
     * The source row is gone, or left out.
     *
     * @param policy where the merged row stays in the target without it, it still stands for it
     * @param otherwise why nothing is done, where the source row has no say in any row
     */
    public void withdraw(Cause cause, RowId.OfSource member, DeletePolicy policy, Outcome.SkipReason otherwise) {
        Optional<Identity> before = memberships.get(member);
        Optional<RowId> left = before.flatMap(MergeVotes::into);
        if (left.isPresent()) {
            withdraw(cause, member, left.get());
        } else {
            outlet.settle(new WriteId(cause, member, Part.ROW), new Outcome.Skipped(otherwise));
        }
        boolean isForgotten = switch (policy) {
            case DELETE -> true;
            case DEACTIVATE -> left.isEmpty();
            case KEEP -> left.isEmpty();
        };
        if (before.isPresent() && isForgotten) {
            memberships.remove(member);
            outlet.identify(member, new Identity.Deleted(0));
        }
    }

    private void withdraw(Cause cause, RowId.OfSource member, RowId left) {
        outlet.vote(new Vote.ForMerged(new WriteId(cause, left, Part.ROW), member, Optional.empty(), false));
    }

    private void say(RowId.OfSource member, Identity said) {
        memberships.put(member, said);
        outlet.identify(member, said);
    }

    private static Optional<RowId> into(Identity said) {
        return said instanceof Identity.MergedInto(RowId into) ? Optional.of(into) : Optional.empty();
    }
}
