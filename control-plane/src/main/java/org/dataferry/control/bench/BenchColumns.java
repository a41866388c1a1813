package org.dataferry.control.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.transform.mapping.type.SourceColumn;
import org.dataferry.transform.mapping.type.SourceType;

/**
 * The columns of the benchmark's tables: 38 that are mapped, as a business application mixes them, the key, and a
 * foreign key for each lookup that can be asked for.
 */
final class BenchColumns {

    static final int MOST_LOOKUPS = 5;
    static final String KEY = "id";
    static final int SCALE = 2;

    private static final int PRECISION = 12;

    /** A kind of column: how many there are, and the name of its column in the source and its type there. */
    enum Kind {
        TEXT(16, SourceType.TEXT, "text(100)"),
        NOTE(1, SourceType.TEXT, "memo(2000)"),
        WHOLE(5, SourceType.WHOLE, "whole"),
        DECIMAL(5, SourceType.DECIMAL, "decimal(2)"),
        FLOATING(2, SourceType.FLOATING, "double"),
        BOOL(3, SourceType.BOOL, "boolean"),
        DATE(3, SourceType.DATE, "date"),
        LOCAL(1, SourceType.LOCAL_TIMESTAMP, "datetime(timeZoneIndependent)"),
        MOMENT(2, SourceType.TIMESTAMP, "datetime(userLocal)");

        final int count;
        final SourceType source;
        final String target;

        Kind(int count, SourceType source, String target) {
            this.count = count;
            this.source = source;
            this.target = target;
        }

        String column(int number) {
            return name().toLowerCase(Locale.ROOT) + "_" + number;
        }
    }

    private BenchColumns() {}

    static String foreignKey(int lookup) {
        return "parent_" + lookup + "_id";
    }

    static List<SourceColumn> source() {
        List<SourceColumn> columns = new ArrayList<>();
        columns.add(new SourceColumn(KEY, SourceType.WHOLE, false));
        for (int lookup = 0; lookup < MOST_LOOKUPS; lookup++) {
            columns.add(new SourceColumn(foreignKey(lookup), SourceType.WHOLE, true));
        }
        for (Kind kind : Kind.values()) {
            for (int number = 0; number < kind.count; number++) {
                columns.add(new SourceColumn(kind.column(number), kind.source, true));
            }
        }
        return columns;
    }

    /** The row within the envelope, with the types that Debezium gives to PostgreSQL's columns. */
    static Schema row() {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("Value").namespace("bench").fields();
        fields = fields.requiredLong(KEY);
        for (int lookup = 0; lookup < MOST_LOOKUPS; lookup++) {
            fields = fields.optionalLong(foreignKey(lookup));
        }
        for (Kind kind : Kind.values()) {
            for (int number = 0; number < kind.count; number++) {
                fields = fields.name(kind.column(number))
                        .type(Schema.createUnion(Schema.create(Schema.Type.NULL), avro(kind)))
                        .noDefault();
            }
        }
        return fields.endRecord();
    }

    static Schema envelope(Schema row) {
        Schema optionalRow = Schema.createUnion(Schema.create(Schema.Type.NULL), row);
        return SchemaBuilder.record("Envelope")
                .namespace("bench")
                .fields()
                .name(EnvelopeFields.BEFORE)
                .type(optionalRow)
                .noDefault()
                .name(EnvelopeFields.AFTER)
                .type(optionalRow)
                .noDefault()
                .name(EnvelopeFields.SOURCE)
                .type(SchemaBuilder.record("Source")
                        .fields()
                        .requiredLong(EnvelopeFields.SOURCE_TS_MS)
                        .endRecord())
                .noDefault()
                .requiredString(EnvelopeFields.OP)
                .name(EnvelopeFields.ABSENT)
                .type(Schema.createArray(Schema.create(Schema.Type.STRING)))
                .noDefault()
                .endRecord();
    }

    private static Schema avro(Kind kind) {
        return switch (kind) {
            case TEXT, NOTE -> Schema.create(Schema.Type.STRING);
            case WHOLE -> Schema.create(Schema.Type.INT);
            case DECIMAL -> LogicalTypes.decimal(PRECISION, SCALE).addToSchema(Schema.create(Schema.Type.BYTES));
            case FLOATING -> Schema.create(Schema.Type.DOUBLE);
            case BOOL -> Schema.create(Schema.Type.BOOLEAN);
            case DATE -> named(Schema.Type.INT, "io.debezium.time.Date");
            case LOCAL -> named(Schema.Type.LONG, "io.debezium.time.MicroTimestamp");
            case MOMENT -> named(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp");
        };
    }

    private static Schema named(Schema.Type type, String name) {
        Schema schema = Schema.create(type);
        schema.addProp(EnvelopeFields.CONNECT_NAME_PROPERTY, name);
        return schema;
    }
}
