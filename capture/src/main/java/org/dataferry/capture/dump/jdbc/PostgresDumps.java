package org.dataferry.capture.dump.jdbc;

import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.source.ConnectionFailures;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.TableName;

/**
 * PostgreSQL. All rows of a reading are of one moment. Values are the texts that the server writes for them, in forms that no
 * setting of the server or role changes.
 */
public record PostgresDumps(SourceAddress address) implements DumpDatabase {

    private static final String NOT_ALLOWED = "42501";

    /** A server before version 12 needs 3 for all digits of a floating-point number; later ones write the shortest text. */
    private static final List<String> FORMS = List.of(
            "SET LOCAL DateStyle = 'ISO'",
            "SET LOCAL TimeZone = 'UTC'",
            "SET LOCAL IntervalStyle = 'iso_8601'",
            "SET LOCAL bytea_output = 'hex'",
            "SET LOCAL extra_float_digits = 3",
            "SET LOCAL lc_monetary = 'C'");

    @Override
    public String url() {
        return address.withoutParameters();
    }

    @Override
    public String select(String table) {
        TableName name = TableName.parse(table);
        return "SELECT * FROM " + DuckDb.identifier(name.schema()) + "." + DuckDb.identifier(name.table());
    }

    @Override
    public Connection open(Duration patience) throws SQLException {
        Connection connection = address.forRows(patience);
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (String form : FORMS) {
                statement.execute(form);
            }
            return connection;
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    @Override
    public DumpType type(ResultSetMetaData result, int column) throws SQLException {
        return switch (result.getColumnTypeName(column)) {
            case "bool" -> new DumpType.Bool();
            case "int2", "int4", "int8", "smallserial", "serial", "bigserial" -> new DumpType.Whole();
            case "numeric" -> ColumnTypes.number(result.getPrecision(column), result.getScale(column));
            case "float4", "float8" -> new DumpType.Floating();
            case "date" -> new DumpType.Day("");
            case "timestamp" -> new DumpType.LocalMoment("");
            case "timestamptz" -> new DumpType.Moment();
            case "time" -> new DumpType.TimeOfDay();
            case "uuid" -> new DumpType.Guid();
            default -> new DumpType.Text();
        };
    }

    @Override
    public Texts texts(ResultSetMetaData result) throws SQLException {
        int columns = result.getColumnCount();
        return row -> DuckDb.texts(row, 1, columns);
    }

    @Override
    public SourceException unreachable(SQLException failed) {
        return ConnectionFailures.explain(address, failed);
    }

    @Override
    public String advice(SQLException failed) {
        return NOT_ALLOWED.equals(failed.getSQLState()) ? "; GRANT SELECT ON it TO " + address.user() : "";
    }
}
