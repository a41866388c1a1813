package org.dataferry.capture.rows;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one table from the texts of their columns. */
final class RowText {

    private final SourceTable table;
    private final List<Column> columns;

    private record Column(String name, Function<String, Value> reader) {}

    private RowText(SourceTable table, List<Column> columns) {
        this.table = table;
        this.columns = columns;
    }

    static RowText of(SourceTable table, ResultSetMetaData answer) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (SourceColumn column : TableSql.columns(table)) {
            String typeName = answer.getColumnTypeName(columns.size() + 1);
            columns.add(new Column(column.name(), ColumnText.reader(column, typeName)));
        }
        return new RowText(table, columns);
    }

    KeyedRow read(ResultSet row) throws SQLException {
        Map<String, Value> values = LinkedHashMap.newLinkedHashMap(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            values.put(column.name(), value(column, row.getString(i + 1)));
        }
        return new KeyedRow(
                new SourceKey(table.primaryKey().stream().map(values::get).toList()),
                new SourceRow(values),
                row.getString(columns.size() + 1));
    }

    private Value value(Column column, @Nullable String text) {
        if (text == null) {
            return Value.NULL;
        }
        try {
            return column.reader().apply(text);
        } catch (SchemasException beyond) {
            // A moment beyond what can be counted stays a text, and a mapping refuses it.
            return Value.text(text);
        } catch (RuntimeException unknown) {
            throw new SourceException(
                    "column " + column.name() + " of table " + table.name() + " holds '"
                            + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "', which cannot be read",
                    unknown);
        }
    }
}
