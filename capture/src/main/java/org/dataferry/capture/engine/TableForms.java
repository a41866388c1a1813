package org.dataferry.capture.engine;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputReplicationMessage;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableSchema;
import io.debezium.relational.TableSchemaBuilder;
import io.debezium.relational.Tables;
import io.debezium.relational.ValueConverter;
import io.debezium.relational.mapping.ColumnMappers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.source.TableName;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Asks Debezium's own classes what a row of a table looks like, so that rows read without it have the very schema and
 * values that its change log goes on with. Safe for any thread once made; its connection is used for the types of arrays.
 */
public final class TableForms implements AutoCloseable {

    private static final String CONNECTION_NAME = "ferry-forms";

    private final PostgresConnectorConfig config;
    private final PostgresConnection connection;
    private final TypeRegistry types;
    private final PostgresValueConverter converters;
    private final TableSchemaBuilder schemas;

    /** @param properties as the engine that goes on with the change log has them */
    public TableForms(Properties properties) {
        this.config = new PostgresConnectorConfig(Configuration.from(properties));
        this.types = PostgresConnection.createTypeRegistry(config.getJdbcConfig());
        this.connection = new PostgresConnection(config, types, CONNECTION_NAME);
        this.converters = PostgresValueConverter.of(config, StandardCharsets.UTF_8, types);
        this.schemas = new TableSchemaBuilder(
                converters,
                connection.getDefaultValueConverter(),
                config.schemaNameAdjuster(),
                new CustomConverterRegistry(List.of()),
                config.getSourceInfoStructMaker().schema(),
                config.getFieldNamer(),
                false,
                config.getEventConvertingFailureHandlingMode());
    }

    /**
     * @param lsn the point in the source's log at which the rows are read
     * @param readAt what counts as the time of the rows' commit
     */
    public TableForm of(TableName name, long lsn, Instant readAt) {
        Table table = read(name);
        TableSchema schema = schemas.create(
                config.getTopicNamingStrategy(io.debezium.config.CommonConnectorConfig.TOPIC_NAMING_STRATEGY),
                table,
                config.getColumnFilter(),
                ColumnMappers.create(config),
                config.getKeyMapper());
        if (schema.keySchema() == null) {
            throw new CaptureException("table " + name + " has no primary key");
        }
        List<TableForm.Column> columns = new ArrayList<>();
        for (Field field : schema.valueSchema().fields()) {
            columns.add(new TableForm.Column(field.name(), fromText(table.columnWithName(field.name()), field)));
        }
        Schema envelope = schema.getEnvelopeSchema().schema();
        return new TableForm(schema.keySchema(), envelope, columns, template(envelope, name, lsn, readAt));
    }

    private Table read(TableName name) {
        try {
            Tables tables = new Tables();
            connection.readSchema(
                    tables,
                    null,
                    name.schema(),
                    id -> id.schema().equals(name.schema()) && id.table().equals(name.table()),
                    null,
                    true);
            return tables.tableIds().stream()
                    .map(tables::forTable)
                    .findFirst()
                    .orElseThrow(() -> new CaptureException(
                            "the source does not have the table " + name + " any more, or its role may not see it"));
        } catch (SQLException failed) {
            throw new CaptureException(
                    "the columns of table " + name + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    private Function<String, @Nullable Object> fromText(Column column, Field field) {
        PostgresType type = types.get(column.nativeType());
        ValueConverter converter = converters.converter(column, field);
        return text -> converter.convert(PgOutputReplicationMessage.getValue(
                column.name(),
                type,
                column.typeExpression(),
                text,
                () -> (BaseConnection) connection.connection(),
                false,
                types));
    }

    private Struct template(Schema envelope, TableName name, long lsn, Instant readAt) {
        Struct source = new Struct(envelope.field("source").schema());
        put(source, "version", io.debezium.connector.postgresql.Module.version());
        put(source, "connector", io.debezium.connector.postgresql.Module.name());
        put(source, "name", config.getLogicalName());
        put(source, "db", config.databaseName());
        put(source, "schema", name.schema());
        put(source, "table", name.table());
        put(source, "snapshot", "true");
        put(source, "lsn", lsn);
        put(source, "sequence", "[null,\"" + lsn + "\"]");
        putTimes(source, readAt);
        Struct template = new Struct(envelope);
        template.put("source", source);
        template.put("op", "r");
        putTimes(template, readAt);
        return template;
    }

    private static void putTimes(Struct struct, Instant time) {
        long nanos = Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        put(struct, "ts_ms", nanos / 1_000_000);
        put(struct, "ts_us", nanos / 1_000);
        put(struct, "ts_ns", nanos);
    }

    private static void put(Struct struct, String field, Object value) {
        if (struct.schema().field(field) != null) {
            struct.put(field, value);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
