package org.dataferry.capture.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.dataferry.capture.source.ReplicaIdentity;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;

/** The columns of a table's dumps, in an order that stays whatever order a file has them in. */
public record DumpForm(List<DumpColumn> columns) {

    public DumpForm {
        columns = List.copyOf(columns);
    }

    public List<String> names() {
        return columns.stream().map(DumpColumn::name).toList();
    }

    /** With further columns at its end. */
    public DumpForm with(List<DumpColumn> more) {
        List<DumpColumn> all = new ArrayList<>(columns);
        all.addAll(more);
        return new DumpForm(all);
    }

    /** The table as the catalogue of a database would have it. */
    public SourceTable asTable(TableName name, List<String> key, OptionalLong rows) {
        List<SourceColumn> described =
                columns.stream().map(column -> described(column, key)).toList();
        return new SourceTable(name, described, key, rows, new ReplicaIdentity.Full());
    }

    private static SourceColumn described(DumpColumn column, List<String> key) {
        OptionalInt precision = OptionalInt.empty();
        OptionalInt scale = OptionalInt.empty();
        if (column.type() instanceof DumpType.Decimal(int digits, int afterThePoint)) {
            precision = OptionalInt.of(digits);
            scale = OptionalInt.of(afterThePoint);
        }
        return new SourceColumn(
                column.name(),
                column.type().text(),
                column.type().canonical(),
                !key.contains(column.name()),
                false,
                OptionalInt.empty(),
                false,
                precision,
                scale);
    }
}
