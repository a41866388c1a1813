package org.dataferry.control.prepare;

import java.util.List;
import java.util.OptionalInt;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.control.source.Catalogues;
import org.dataferry.transform.mapping.type.SourceColumn;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.dataferry.transform.mapping.type.SourceType;

/** The catalogues of the sources as mappings see them. */
final class SourceView {

    private SourceView() {}

    static SourceSchemas of(Catalogues catalogues) {
        return new SourceSchemas(
                catalogues.names(),
                catalogues.tables().entrySet().stream()
                        .map(table -> of(table.getKey(), catalogues.names().text(table.getKey()), table.getValue()))
                        .toList());
    }

    /** @param name as mapping files name it */
    static SourceSchema of(org.dataferry.schemas.key.SourceTable id, String name, SourceTable table) {
        List<SourceColumn> columns = table.columns().stream()
                .filter(column -> column.type() != CanonicalType.UNSUPPORTED)
                .map(SourceView::column)
                .toList();
        return SourceSchema.of(id, name, columns, table.primaryKey());
    }

    private static SourceColumn column(org.dataferry.capture.source.SourceColumn column) {
        return new SourceColumn(
                column.name(),
                type(column.type()),
                column.nullable(),
                column.blankPadded() ? column.length() : OptionalInt.empty());
    }

    /** What the envelope's reader makes of a column of this type. */
    static SourceType type(CanonicalType type) {
        return switch (type) {
            case BOOLEAN -> SourceType.BOOL;
            case INT16, INT32, INT64 -> SourceType.WHOLE;
            case FLOAT32, FLOAT64 -> SourceType.FLOATING;
            case DECIMAL -> SourceType.DECIMAL;
            case DATE -> SourceType.DATE;
            case TIME -> SourceType.TIME;
            case TIMESTAMP -> SourceType.LOCAL_TIMESTAMP;
            case INSTANT -> SourceType.TIMESTAMP;
            case UUID_VALUE -> SourceType.UUID;
            case BYTES, BITS -> SourceType.BYTES;
            case ARRAY, VECTOR -> SourceType.LIST;
            case TIME_WITH_ZONE, INTERVAL, JSON, XML, MAP, SPATIAL, ENUM, TEXT -> SourceType.TEXT;
            case UNSUPPORTED -> throw new IllegalArgumentException("capture leaves out columns of this type");
        };
    }
}
