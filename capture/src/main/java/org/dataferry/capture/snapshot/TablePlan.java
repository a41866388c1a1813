package org.dataferry.capture.snapshot;

import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.capture.convert.RowForm;
import org.dataferry.capture.engine.TableForm;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.TableName;

/**
 * How the rows of a table are read and written.
 *
 * @param source the table as Debezium sees it
 * @param form the table as it is written
 * @param columns in the order of the row's fields, which is that of the SELECT
 * @param head what each record's value begins with: the wire format's header, and the envelope up to the row
 * @param tail what follows the row
 */
record TablePlan(
        TableName table,
        PublishedTable published,
        TableForm source,
        RowForm form,
        List<ColumnPlan> columns,
        byte[] head,
        byte[] tail) {

    TablePlan {
        columns = List.copyOf(columns);
    }

    /** @param condition which rows; empty for all */
    String copy(String condition) {
        return "COPY (SELECT "
                + columns.stream().map(ColumnPlan::expression).collect(Collectors.joining(", "))
                + " FROM " + SqlNames.quoted(table) + (condition.isEmpty() ? "" : " WHERE " + condition)
                + ") TO STDOUT (FORMAT binary)";
    }
}
