package org.dataferry.transform.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.MatchKey;
import org.dataferry.transform.mapping.MergeRule;
import org.dataferry.transform.mapping.Merging;

/**
 * Maps name and note; a name such as {@code Ann@x} merges with the others that end in {@code @x}.
 *
 * @param refused notes that it refuses, for now
 */
record MergingMapping(SourceTable table, Set<String> refused) implements EntityMapping {

    static final String ENTITY = "contact";

    private static final MergeRule RULE =
            new MergeRule("same", List.of(MigrationDriver.CUSTOMERS_2), Set.of("name", "note"), Set.of());

    MergingMapping(SourceTable table) {
        this(table, Set.of());
    }

    @Override
    public String entity() {
        return ENTITY;
    }

    @Override
    public String discriminator() {
        return "";
    }

    @Override
    public MappingResult map(SourceRow row) {
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("name", Value.text(name(row).split("@")[0]));
        columns.put("note", row.get("note"));
        if (row.get("note") instanceof Value.Text(String note) && refused.contains(note)) {
            return new MappingResult.Refused(RejectionReason.VALUE_INVALID, "note " + note);
        }
        return new MappingResult.Mapped(columns);
    }

    @Override
    public Optional<Merging> merging() {
        return Optional.of(new Merging() {
            @Override
            public MergeRule rule() {
                return RULE;
            }

            @Override
            public MatchKey match(SourceRow row, MappingResult.Mapped mapped) {
                String[] parts = name(row).split("@");
                return parts.length == 1 ? new MatchKey.None() : new MatchKey.Of(SourceKey.of(Value.text(parts[1])));
            }
        });
    }

    private static String name(SourceRow row) {
        return ((Value.Text) row.get("name")).value();
    }
}
