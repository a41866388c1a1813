package org.dataferry.transform.semantics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;

/**
 * A row of the source as it stands.
 *
 * @param name {@code bad} is refused by the target, {@code refused} by the mapping, {@code filtered} left out
 * @param lookups by column, the key that it names; none if missing
 * @param state -1 if the mapping does not say; the target refuses {@link #REFUSED_STATE}
 * @param file the name of its file; empty if it has none
 * @param duplicate of a row that may merge with others
 */
record SourceRowModel(
        String name, Map<String, Integer> lookups, int state, String file, Optional<Duplicate> duplicate) {

    static final int REFUSED_STATE = 2;

    /**
     * Of a row that merges with others.
     *
     * @param match what it has in common with them; empty if it is alone
     */
    record Duplicate(String match, Value note) {

        Optional<SourceKey> key() {
            return match.isEmpty() ? Optional.empty() : Optional.of(SourceKey.of(Value.text(match)));
        }
    }

    boolean isFiltered() {
        return name.equals("filtered");
    }

    boolean isRefused() {
        return name.equals("refused");
    }

    Map<String, Value> columns() {
        Value text = new Value.Text(name);
        return duplicate.map(of -> Map.of("name", text, "note", of.note())).orElse(Map.of("name", text));
    }

    RowId.Merged into(Schema schema, Schema.Table table, int key) {
        return schema.mergeRule(table.entity())
                .into((RowId.OfSource) table.row(key), duplicate.orElseThrow().key());
    }

    Map<String, Optional<RowId>> names(Schema schema, Schema.Table table) {
        Map<String, Optional<RowId>> names = new LinkedHashMap<>();
        for (Schema.Lookup lookup : table.lookups()) {
            names.put(
                    lookup.column(),
                    Optional.ofNullable(lookups.get(lookup.column()))
                            .map(key -> schema.table(lookup.table()).row(key)));
        }
        return names;
    }

    Optional<TargetState> targetState() {
        return state < 0 ? Optional.empty() : Optional.of(new TargetState(state, TargetState.DEFAULT_STATUS));
    }

    FileContent content() {
        return file.isEmpty() ? FileContent.NONE : new FileContent.InFolder(file, "folder/" + file);
    }

    MappingResult.Mapped mapped(Schema schema, Schema.Table table) {
        Map<String, FileContent> files = schema.merges(table) ? Map.of() : Map.of("file", content());
        return new MappingResult.Mapped(columns(), names(schema, table), targetState(), files);
    }

    /** As a mapping says it of the row's last image. */
    MappingResult result(Schema schema, Schema.Table table) {
        if (isFiltered()) {
            return new MappingResult.Filtered();
        }
        return isRefused()
                ? new MappingResult.Refused(RejectionReason.VALUE_INVALID, "refused")
                : mapped(schema, table);
    }
}
