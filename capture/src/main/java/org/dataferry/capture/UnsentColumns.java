package org.dataferry.capture;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.capture.source.Publication;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.capture.source.TableName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Columns that a snapshot could read and a change would never bring: they would stay as they once were. */
final class UnsentColumns {

    private static final Logger LOG = LoggerFactory.getLogger(UnsentColumns.class);

    private UnsentColumns() {}

    /** As {@code schema.table.column}. */
    static List<String> of(SourceSession session, SourceCatalogue catalogue, List<TableName> tables) {
        if (Publication.sendsGeneratedColumns(session)) {
            return List.of();
        }
        List<String> columns = new ArrayList<>();
        for (TableName name : tables) {
            catalogue.require(name).columns().stream()
                    .filter(column -> column.generated())
                    .forEach(column -> columns.add(name + "." + column.name()));
        }
        if (!columns.isEmpty()) {
            LOG.warn("Generated columns are not captured, this PostgreSQL does not send them columns={}", columns);
        }
        return columns;
    }
}
