package org.dataferry.control.prepare;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.problem.MappingException;

/** The tables that each entity is made of, as the mapping files say. */
public final class MappedTables {

    private MappedTables() {}

    /** All that any entity or link is made of. */
    public static Set<SourceTable> all(MigrationFolder folder, Blueprint blueprint) {
        return of(folder, blueprint).values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    public static Map<String, Set<SourceTable>> of(MigrationFolder folder, Blueprint blueprint) {
        Map<String, Set<SourceTable>> tables = new TreeMap<>();
        blueprint
                .files()
                .forEach(file -> tables.computeIfAbsent(
                                file.document().entity(),
                                first -> new TreeSet<>(Comparator.comparing(SourceTable::source)
                                        .thenComparing(SourceTable::qualified)))
                        .add(table(folder, file)));
        return tables;
    }

    private static SourceTable table(MigrationFolder folder, MappingFile file) {
        try {
            return folder.settings().tables().parse(file.document().from());
        } catch (SchemasException ofNone) {
            throw new MappingException(List.of(file.problem("from", String.valueOf(ofNone.getMessage()))));
        }
    }
}
