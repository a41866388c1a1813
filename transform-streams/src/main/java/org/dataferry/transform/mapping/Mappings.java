package org.dataferry.transform.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.SourceTable;

/**
 * All mappings of a migration, compiled and checked.
 *
 * @param version names this state of the mapping files; every write carries it
 */
public record Mappings(String version, List<EntityMapping> all) {

    public Mappings {
        all = List.copyOf(all);
    }

    /** The mappings that read a table, in the order in which their rows are written. */
    public List<EntityMapping> of(SourceTable table) {
        return all.stream().filter(mapping -> mapping.table().equals(table)).toList();
    }

    public Set<SourceTable> tables() {
        return all.stream().map(EntityMapping::table).collect(Collectors.toUnmodifiableSet());
    }

    public Set<String> entities() {
        return all.stream().map(EntityMapping::entity).collect(Collectors.toUnmodifiableSet());
    }

    /** The mappings by the table that they read. */
    public Map<SourceTable, List<EntityMapping>> byTable() {
        return all.stream().collect(Collectors.groupingBy(EntityMapping::table));
    }
}
