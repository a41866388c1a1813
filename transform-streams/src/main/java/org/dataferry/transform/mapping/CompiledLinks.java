package org.dataferry.transform.mapping;

import java.util.Set;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;

/** One mapping file of links, checked and ready for rows. */
record CompiledLinks(
        String relationship, SourceTable table, Padding padding, RowFilter filter, Parent first, Parent second)
        implements LinkMapping {

    @Override
    public Set<String> namedEntities() {
        return first.entity().equals(second.entity())
                ? Set.of(first.entity())
                : Set.of(first.entity(), second.entity());
    }

    @Override
    public LinkResult link(SourceRow padded) {
        SourceRow row = padding.without(padded);
        return switch (filter.of(row)) {
            case RowFilter.Verdict.Kept kept -> linkKept(row);
            case RowFilter.Verdict.LeftOut leftOut -> new LinkResult.None();
            case RowFilter.Verdict.Failed(String detail) ->
                new LinkResult.Refused(RejectionReason.EXPRESSION_FAILED, detail);
        };
    }

    private LinkResult linkKept(SourceRow row) {
        return switch (first.name(row)) {
            case NamedRow.Row(RowId.OfSource from) -> linkFrom(from, row);
            case NamedRow.None none -> new LinkResult.None();
            case NamedRow.Unknown unknown -> unknown("first");
            case NamedRow.Refused(RejectionReason reason, String detail) ->
                new LinkResult.Refused(reason, "first: " + detail);
        };
    }

    private LinkResult linkFrom(RowId from, SourceRow row) {
        return switch (second.name(row)) {
            case NamedRow.Row(RowId.OfSource to) -> new LinkResult.Linked(new RowId.Link(relationship, from, to));
            case NamedRow.None none -> new LinkResult.None();
            case NamedRow.Unknown unknown -> unknown("second");
            case NamedRow.Refused(RejectionReason reason, String detail) ->
                new LinkResult.Refused(reason, "second: " + detail);
        };
    }

    /** Half a link is none: unlike a lookup it cannot be left out of a row that is written otherwise. */
    private static LinkResult unknown(String end) {
        return new LinkResult.Refused(
                RejectionReason.VALUE_INVALID, end + ": a column that it is named by is not known");
    }
}
