package org.dataferry.transform.mapping;

import java.util.List;
import java.util.Optional;
import org.dataferry.transform.mapping.language.TableDocument;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;

/**
 * What {@code prepare} must make for one entity, whether or not it exists by now.
 *
 * @param entity its logical name
 * @param table the table itself; empty if it is one that Dataverse brings
 * @param columns the columns and lookups to make, in the order of the files; for a table of our own its primary name
 *     comes first
 */
public record DeclaredTarget(String entity, Optional<TableDocument> table, List<DeclaredColumn> columns) {

    public DeclaredTarget {
        columns = List.copyOf(columns);
    }

    /**
     * A column to make.
     *
     * @param name its logical name
     * @param label its display name
     */
    public record DeclaredColumn(String name, String label, TargetColumnType type) {

        TargetColumn asTarget() {
            return TargetColumn.optional(name, type);
        }
    }
}
