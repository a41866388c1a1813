package org.dataferry.control.bench.capture;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.control.ControlException;

/** The benchmark's tables: an id and 38 columns as a business application mixes them. */
final class SourceData {

    static final String READ = "read_once";
    static final String STREAMED = "streamed";

    private static final int ROWS_OF_A_TRANSACTION = 1_000;

    private final SourceAddress address;

    SourceData(SourceAddress address) {
        this.address = address;
    }

    SourceAddress address() {
        return address;
    }

    /** One table with rows, and an empty one. */
    void create(int rows) {
        execute(
                "CREATE TABLE " + READ + " (" + columns() + ")",
                "CREATE TABLE " + STREAMED + " (" + columns() + ")",
                "SELECT setseed(0.7)",
                "INSERT INTO " + READ + " SELECT i, " + values() + " FROM generate_series(1, " + rows + ") i",
                "VACUUM ANALYZE " + READ,
                "CHECKPOINT");
    }

    /** Copies rows into the streamed table, in many transactions. */
    void write(int rows) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (int from = 1; from <= rows; from += ROWS_OF_A_TRANSACTION) {
                statement.execute("INSERT INTO " + STREAMED + " SELECT * FROM " + READ + " WHERE id BETWEEN " + from
                        + " AND " + Math.min(rows, from + ROWS_OF_A_TRANSACTION - 1));
            }
        } catch (SQLException failed) {
            throw refused(failed);
        }
    }

    void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw refused(failed);
        }
    }

    /** What a run has left: a slot holds the source's log back. */
    void dropSlotsAndPublications() {
        execute(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active",
                "DO $$ DECLARE p record; BEGIN FOR p IN SELECT pubname FROM pg_publication LOOP"
                        + " EXECUTE format('DROP PUBLICATION %I', p.pubname); END LOOP; END $$");
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    private static String columns() {
        StringBuilder columns = new StringBuilder("id bigint PRIMARY KEY");
        each((name, type, value) ->
                columns.append(", ").append(name).append(' ').append(type));
        return columns.toString();
    }

    private static String values() {
        StringBuilder values = new StringBuilder();
        each((name, type, value) -> values.append(values.isEmpty() ? "" : ", ")
                .append("CASE WHEN random() < 0.8 THEN ")
                .append(value)
                .append(" END"));
        return values.toString();
    }

    /** Takes a column. */
    @FunctionalInterface
    private interface Column {
        void is(String name, String type, String value);
    }

    private static void each(Column column) {
        several(column, 16, "text", "varchar(100)", "'harbour ' || (random() * 100000)::int || ' market'");
        several(column, 1, "note", "text", "repeat('delivery of paper ', 6)");
        several(column, 5, "whole", "integer", "(random() * 10000000)::int");
        several(column, 5, "amount", "numeric(12,2)", "(random() * 100000)::numeric(12,2)");
        several(column, 2, "share", "double precision", "random() * 1000");
        several(column, 3, "flag", "boolean", "random() < 0.5");
        several(column, 3, "day", "date", "date '1990-01-01' + (random() * 12000)::int");
        several(column, 1, "local", "timestamp", "timestamp '2020-01-01' + random() * interval '2000 days'");
        several(column, 2, "moment", "timestamptz", "timestamptz '2020-01-01' + random() * interval '2000 days'");
    }

    private static void several(Column column, int count, String name, String type, String value) {
        for (int i = 1; i <= count; i++) {
            column.is(name.toLowerCase(Locale.ROOT) + "_" + i, type, value);
        }
    }

    private static ControlException refused(SQLException failed) {
        return new ControlException("the benchmark's source failed: " + failed.getMessage(), failed);
    }
}
