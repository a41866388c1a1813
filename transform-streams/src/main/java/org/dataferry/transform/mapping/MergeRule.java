package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;

/**
 * By what rule source rows merge into rows of one entity. All mappings of the entity that merge have the same.
 *
 * @param name part of the ids of the merged rows
 * @param prefer tables whose rows come first, in this order; those of other tables follow
 * @param columns all that any of the mappings fills
 * @param lookups as {@code columns}
 */
public record MergeRule(String name, List<SourceTable> prefer, Set<String> columns, Set<String> lookups) {

    /** The rule of merged rows that have one source row for good, as that has no match key. */
    public static final String ALONE = "alone";

    public MergeRule {
        prefer = List.copyOf(prefer);
        columns = Set.copyOf(columns);
        lookups = Set.copyOf(lookups);
    }

    /**
     * The row of the target that a source row merges into.
     *
     * @param match empty if it merges with no other
     */
    public RowId.Merged into(RowId.OfSource row, Optional<SourceKey> match) {
        return match.map(key -> new RowId.Merged(row.entity(), name, key))
                .orElseGet(() -> new RowId.Merged(row.entity(), ALONE, ownKey(row)));
    }

    /** In what order source rows have their say: the value of the first that has one survives. */
    public Comparator<RowId.OfSource> order() {
        return Comparator.comparingInt((RowId.OfSource row) -> rank(row.table()))
                .thenComparing(RowId.OfSource::text);
    }

    private int rank(SourceTable table) {
        int index = prefer.indexOf(table);
        return index < 0 ? prefer.size() : index;
    }

    private static SourceKey ownKey(RowId.OfSource row) {
        List<Value> components = new ArrayList<>();
        components.add(Value.text(row.table().source()));
        components.add(Value.text(row.table().schema()));
        components.add(Value.text(row.table().table()));
        components.addAll(row.key().components());
        return new SourceKey(components);
    }
}
