package org.dataferry.transform.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.MergeRule;

/** Puts the merged rows of a task together of what their source rows say. */
public final class MergedRows {

    /**
     * Each vote reads the images of all members. So many rows are no duplicates: they have a placeholder in common, and the
     * match key is to leave that out.
     */
    public static final int MOST_MEMBERS = 200;

    private final Rules rules;
    private final Members members;
    private final RowKeeper keeper;
    private final RowOutlet outlet;

    /** The rules by which rows merge, by entity. */
    public interface Rules {
        MergeRule mergeRule(String entity);
    }

    public MergedRows(Rules rules, Members members, RowKeeper keeper, RowOutlet outlet) {
        this.rules = rules;
        this.members = members;
        this.keeper = keeper;
        this.outlet = outlet;
    }

    public void take(Vote.ForMerged vote) {
        RowId.Merged row = (RowId.Merged) vote.write().row();
        List<Members.Member> now = new ArrayList<>(members.of(row));
        Optional<Members.Member> before = now.stream()
                .filter(member -> member.row().equals(vote.member()))
                .findFirst();
        before.ifPresent(now::remove);
        if (vote.image().isEmpty()) {
            members.remove(row, vote.member());
        } else if (now.size() < MOST_MEMBERS) {
            Members.Member member = new Members.Member(
                    vote.member(), Survivor.filled(vote.image().get(), before.map(Members.Member::image)));
            members.put(row, member);
            now.add(member);
        } else {
            outlet.record(vote.write(), tooMany(row));
            return;
        }
        List<WriteId> more = now.isEmpty()
                ? keeper.wantNone(vote.write(), Outcome.SkipReason.NO_CHANGE)
                : keeper.want(vote.write(), Survivor.of(rules.mergeRule(row.entity()), now), vote.whole());
        if (!more.isEmpty()) {
            outlet.announce(row, new FanOut.Reannounced(vote.write().cause(), more));
        }
    }

    private static Outcome tooMany(RowId.Merged row) {
        return new Outcome.Rejected(
                RejectionReason.VALUE_INVALID,
                MOST_MEMBERS + " source rows merge into " + new PlainRow(false).text(row)
                        + " already; a match key that so many have in common is"
                        + " a placeholder: map it to null, so that its rows do not merge");
    }
}
