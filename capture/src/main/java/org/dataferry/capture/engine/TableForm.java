package org.dataferry.capture.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
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
     * A change that says that a row is gone.
     *
     * @param old the columns that the log tells of, as texts; at least those of the key
     */
    public SourceRecord deletion(Map<String, String> old, long lsn, Instant committedAt) {
        Struct keyOfRow = new Struct(key);
        Struct before = new Struct(envelope.field("before").schema());
        for (Column column : columns) {
            String text = old.get(column.name());
            Object value = text == null
                    ? Neutral.of(before.schema().field(column.name()).schema())
                    : column.fromText().apply(text);
            before.put(column.name(), value);
            if (key.field(column.name()) != null) {
                keyOfRow.put(column.name(), value);
            }
        }
        Struct source = new Struct(template.getStruct("source").schema());
        for (Field field : source.schema().fields()) {
            source.put(field, template.getStruct("source").getWithoutDefault(field.name()));
        }
        source.put("snapshot", "false");
        source.put("lsn", lsn);
        source.put("ts_ms", committedAt.toEpochMilli());
        Struct deletion = new Struct(envelope)
                .put("before", before)
                .put("source", source)
                .put("op", "d")
                .put("ts_ms", committedAt.toEpochMilli());
        return new SourceRecord(Map.of(), Map.of(), "", null, key, keyOfRow, envelope, deletion);
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
