package org.dataferry.transform.semantics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;

/**
 * A row of the source as it stands.
 *
 * @param name {@code bad} is refused by the target, {@code refused} by the mapping, {@code filtered} left out
 * @param lookups by column, the key that it names; none if missing
 * @param state -1 if the mapping does not say
 */
record SourceRowModel(String name, Map<String, Integer> lookups, int state) {

    Map<String, Value> columns() {
        return Map.of("name", new Value.Text(name));
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

    MappingResult.Mapped mapped(Schema schema, Schema.Table table) {
        return new MappingResult.Mapped(columns(), names(schema, table), targetState());
    }
}
