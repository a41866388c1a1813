package org.dataferry.capture.dump.publish;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.dump.DumpColumn;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.key.SourceKey;
import org.jspecify.annotations.Nullable;

/** Makes the changes of a dump, as Debezium makes those of a log. For one dump. */
final class DumpEnvelopes {

    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("org.dataferry.dump.Source")
            .field("connector", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field(EnvelopeFields.SOURCE_TS_MS, Schema.INT64_SCHEMA)
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("file", Schema.STRING_SCHEMA)
            .field("dump", Schema.INT64_SCHEMA)
            .build();

    private final PublishedTable table;
    private final DumpForm form;
    private final List<DumpColumn> keyColumns;
    private final Schema keySchema;
    private final Schema rowSchema;
    private final Schema envelopeSchema;
    private final Struct source;
    private final long takenAt;

    /** @param takenAt when the source wrote the dump, in milliseconds since 1970 */
    DumpEnvelopes(PublishedTable table, DumpForm form, String file, long number, long takenAt) {
        this.table = table;
        this.form = form;
        this.takenAt = takenAt;
        this.keyColumns = table.key().stream()
                .map(name -> form.columns().stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
        this.keySchema = struct(keyColumns, false);
        this.rowSchema = struct(form.columns(), true);
        this.envelopeSchema = SchemaBuilder.struct()
                .field(EnvelopeFields.BEFORE, rowSchema)
                .field(EnvelopeFields.AFTER, rowSchema)
                .field(EnvelopeFields.SOURCE, SOURCE)
                .field(EnvelopeFields.OP, Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        this.source = new Struct(SOURCE)
                .put("connector", "dump")
                .put("name", table.name().source())
                .put(EnvelopeFields.SOURCE_TS_MS, takenAt)
                .put("schema", table.name().schema())
                .put("table", table.name().table())
                .put("file", file)
                .put("dump", number);
    }

    /**
     * @param op r, c, u or d
     * @param before null where it is not known
     * @param after null of a deleted row
     */
    SourceRecord change(String op, SourceKey key, @Nullable SourceRow before, @Nullable SourceRow after) {
        Struct keyStruct = new Struct(keySchema);
        for (int i = 0; i < keyColumns.size(); i++) {
            DumpColumn column = keyColumns.get(i);
            keyStruct.put(
                    column.name(),
                    ConnectTypes.value(column.type(), key.components().get(i)));
        }
        Struct envelope = new Struct(envelopeSchema)
                .put(EnvelopeFields.BEFORE, image(before))
                .put(EnvelopeFields.AFTER, image(after))
                .put(EnvelopeFields.SOURCE, source)
                .put(EnvelopeFields.OP, op)
                .put("ts_ms", takenAt);
        return new SourceRecord(
                Map.of(), Map.of(), table.topic().name(), keySchema, keyStruct, envelopeSchema, envelope);
    }

    private @Nullable Struct image(@Nullable SourceRow row) {
        if (row == null) {
            return null;
        }
        Struct struct = new Struct(rowSchema);
        int position = 0;
        for (Field field : rowSchema.fields()) {
            DumpColumn column = form.columns().get(position++);
            struct.put(field, ConnectTypes.value(column.type(), row.get(column.name())));
        }
        return struct;
    }

    private Schema struct(List<DumpColumn> columns, boolean image) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (DumpColumn column : columns) {
            boolean inKey = table.key().contains(column.name());
            builder.field(column.name(), ConnectTypes.schema(column.type(), !inKey));
        }
        return (image ? builder.optional() : builder).build();
    }
}
