package org.dataferry.capture.engine;

import java.util.List;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A table as Debezium sees it: a row that is put into this form is what Debezium itself would have made of it.
 *
 * @param key the schema of its keys
 * @param envelope the schema of its changes
 * @param columns those that are captured, in the order of the row's fields
 * @param template a change that says that a row was read, without the row
 */
public record TableForm(Schema key, Schema envelope, List<Column> columns, Struct template) {

    public TableForm {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param name in the table
     * @param fromText takes what PostgreSQL's output function says of a value, as the change log has it, and makes what
     *     Debezium makes of it; it throws what Debezium throws where that is nothing
     */
    public record Column(String name, Function<String, @Nullable Object> fromText) {}
}
