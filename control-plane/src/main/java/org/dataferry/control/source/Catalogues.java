package org.dataferry.control.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.key.TableNames;

/**
 * What the sources of a migration have.
 *
 * @param names how the migration names their tables
 * @param bySource one of each source
 */
public record Catalogues(TableNames names, Map<String, SourceCatalogue> bySource) {

    public Catalogues {
        bySource = Map.copyOf(bySource);
    }

    /** Of a migration with one source. */
    public static Catalogues of(String source, SourceCatalogue catalogue) {
        return new Catalogues(TableNames.of(source), Map.of(source, catalogue));
    }

    /** @throws org.dataferry.capture.source.SourceException if there is no such table */
    public SourceTable require(org.dataferry.schemas.key.SourceTable table) {
        return of(table.source()).require(new TableName(table.schema(), table.table()));
    }

    private SourceCatalogue of(String source) {
        return Objects.requireNonNull(bySource.get(source));
    }

    /** All tables, of one source after the other in the migration's order. */
    public Map<org.dataferry.schemas.key.SourceTable, SourceTable> tables() {
        Map<org.dataferry.schemas.key.SourceTable, SourceTable> tables = new LinkedHashMap<>();
        names.sources()
                .forEach(source -> of(source)
                        .tables()
                        .forEach(table -> tables.put(
                                new org.dataferry.schemas.key.SourceTable(
                                        source,
                                        table.name().schema(),
                                        table.name().table()),
                                table)));
        return tables;
    }
}
