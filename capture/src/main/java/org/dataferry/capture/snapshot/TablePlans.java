package org.dataferry.capture.snapshot;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.convert.RowForm;
import org.dataferry.capture.engine.TableForm;
import org.dataferry.capture.engine.TableForms;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.avro.ConfluentAvro;

/** Works out how tables are read, from what PostgreSQL and Debezium say of their columns. */
final class TablePlans {

    /** Domains are followed to the type that they are made of. */
    private static final String TYPES = """
            WITH RECURSIVE kind(oid, base) AS (
              SELECT t.oid, t.oid FROM pg_catalog.pg_type t WHERE t.typtype <> 'd'
              UNION ALL
              SELECT d.oid, k.base FROM pg_catalog.pg_type d JOIN kind k ON k.oid = d.typbasetype WHERE d.typtype = 'd')
            SELECT a.attname, t.typname, t.typtype = 'e',
                   n.nspname = 'pg_catalog' OR t.typname = 'citext'
              FROM pg_catalog.pg_attribute a
              JOIN kind k ON k.oid = a.atttypid
              JOIN pg_catalog.pg_type t ON t.oid = k.base
              JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
             WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped""";

    private final Connection connection;
    private final TableForms forms;
    private final ConnectToAvro converter;
    private final ConfluentAvro avro;

    TablePlans(Connection connection, TableForms forms, ConnectToAvro converter, ConfluentAvro avro) {
        this.connection = connection;
        this.forms = forms;
        this.converter = converter;
        this.avro = avro;
    }

    /**
     * @param lsn where the rows are read
     * @param readAt what counts as their commit
     */
    TablePlan of(TableName name, PublishedTable published, long lsn, Instant readAt) throws SQLException {
        TableForm source = forms.of(name, lsn, readAt);
        RowForm target = converter.rowForm(published.captured(), source.key(), source.envelope());
        Map<String, SourceType> types = types(name);
        List<ColumnPlan> columns = new ArrayList<>();
        for (int i = 0; i < target.columns().size(); i++) {
            RowForm.Column column = target.columns().get(i);
            SourceType type = types.get(column.name());
            if (type == null) {
                throw new CaptureException("column " + column.name() + " of table " + name + " was renamed or dropped"
                        + " while the snapshot began; start again");
            }
            columns.add(ColumnPlan.of(name.toString(), source.columns().get(i), column, type, target.carriedBytes()));
        }
        int id = avro.idOf(published.topic().valueSubject(), target.envelope());
        return new TablePlan(
                name,
                published,
                source,
                target,
                columns,
                withHeader(id, target.head(source.template())),
                target.tail(source.template()));
    }

    private static byte[] withHeader(int id, byte[] head) {
        return ByteBuffer.allocate(ConfluentAvro.HEADER_BYTES + head.length)
                .put((byte) 0)
                .putInt(id)
                .put(head)
                .array();
    }

    private Map<String, SourceType> types(TableName name) throws SQLException {
        Map<String, SourceType> types = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
            statement.setString(1, SqlNames.quoted(name));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    boolean isEnum = row.getBoolean(3);
                    boolean known = row.getBoolean(4);
                    types.put(row.getString(1), new SourceType(known && !isEnum ? row.getString(2) : "", isEnum));
                }
            }
        }
        return types;
    }
}
