package org.dataferry.control.verify;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dataferry.capture.rows.KeyedRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.MatchKey;
import org.dataferry.transform.mapping.MergeRule;
import org.dataferry.transform.mapping.Merging;
import org.dataferry.transform.row.MergedRows;
import org.dataferry.transform.row.Survivor;

/** The source rows of an entity whose rows merge. What a merged row is to have is known once all were read. */
final class MergingSource {

    private final String entity;
    private final MergedMembers members;
    private final MergeRule rule;

    MergingSource(String entity, MergeRule rule, MergedMembers members) {
        this.entity = entity;
        this.rule = rule;
        this.members = members;
    }

    /** What becomes of one source row. */
    private sealed interface Place {

        record Merges(Optional<SourceKey> match, MappingResult.Mapped image) implements Place {}

        record Alone(WantedRow.Content content) implements Place {}
    }

    private static Place place(EntityMapping mapping, KeyedRow row) {
        return switch (mapping.map(row.row())) {
            case MappingResult.Mapped mapped -> place(mapping.merging().orElseThrow(), row, mapped);
            case MappingResult.Filtered filtered -> new Place.Alone(new WantedRow.Content.LeftOut());
            case MappingResult.Refused(RejectionReason reason, String detail) ->
                new Place.Alone(new WantedRow.Content.Refused(reason, detail));
        };
    }

    private static Place place(Merging merging, KeyedRow row, MappingResult.Mapped mapped) {
        return switch (merging.match(row.row(), mapped)) {
            case MatchKey.Of(SourceKey key) -> new Place.Merges(Optional.of(key), mapped);
            case MatchKey.None none -> new Place.Merges(Optional.empty(), mapped);
            case MatchKey.Refused(RejectionReason reason, String detail) ->
                new Place.Alone(new WantedRow.Content.Refused(reason, detail));
        };
    }

    /** Takes a row for the one that it merges into, if it merges. */
    void take(EntityMapping mapping, KeyedRow row) {
        if (place(mapping, row) instanceof Place.Merges(Optional<SourceKey> match, MappingResult.Mapped image)) {
            RowId.OfSource member = member(mapping, row);
            members.put(rule.into(member, match), member, image);
        }
    }

    /** What is refused or left out before it comes to merging is known by the row itself. */
    Optional<WantedRow> alone(EntityMapping mapping, KeyedRow row) {
        return place(mapping, row) instanceof Place.Alone(WantedRow.Content content)
                ? Optional.of(new WantedRow(member(mapping, row), mapping.table(), row.key(), content))
                : Optional.empty();
    }

    /** @param fields canonical texts of an image */
    void merged(Function<MappingResult.Mapped, Map<String, Optional<String>>> fields, Consumer<WantedRow> rows) {
        members.groups(entity, group -> {
            RowId.OfSource first = group.members().getFirst().row();
            WantedRow.Content content = group.members().size() > MergedRows.MOST_MEMBERS
                    ? new WantedRow.Content.Refused(
                            RejectionReason.VALUE_INVALID,
                            "more than " + MergedRows.MOST_MEMBERS + " source rows merge into it")
                    : new WantedRow.Content.Fields(fields.apply(Survivor.of(rule, group.members())));
            rows.accept(new WantedRow(group.row(), first.table(), first.key(), content));
        });
    }

    private RowId.OfSource member(EntityMapping mapping, KeyedRow row) {
        return new RowId.OfSource(entity, mapping.table(), row.key(), mapping.discriminator());
    }
}
