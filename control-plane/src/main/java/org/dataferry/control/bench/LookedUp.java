package org.dataferry.control.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;

/** A compiled mapping, and lookups made of the row's foreign keys. */
record LookedUp(EntityMapping columns, int lookups) implements EntityMapping {

    static String lookup(int number) {
        return "bench_lookup_" + number;
    }

    @Override
    public String entity() {
        return columns.entity();
    }

    @Override
    public SourceTable table() {
        return columns.table();
    }

    @Override
    public String discriminator() {
        return columns.discriminator();
    }

    @Override
    public Set<String> namedEntities() {
        return IntStream.range(0, lookups).mapToObj(BenchShape::parentEntity).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public MappingResult map(SourceRow row) {
        return switch (columns.map(row)) {
            case MappingResult.Mapped(var mapped, var before, var state, var files) ->
                new MappingResult.Mapped(mapped, named(row), state);
            case MappingResult.Filtered filtered -> filtered;
            case MappingResult.Refused refused -> refused;
        };
    }

    private Map<String, Optional<RowId>> named(SourceRow row) {
        Map<String, Optional<RowId>> named = LinkedHashMap.newLinkedHashMap(lookups);
        for (int number = 0; number < lookups; number++) {
            int of = number;
            named.put(
                    lookup(number),
                    row.get(BenchColumns.foreignKey(number)) instanceof Value.Whole(long parent)
                            ? Optional.of(BenchShape.parent(of, parent))
                            : Optional.empty());
        }
        return named;
    }
}
