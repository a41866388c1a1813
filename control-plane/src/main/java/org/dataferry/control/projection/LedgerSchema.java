package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.RefusedException;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.RejectionReason;

/**
 * The schema {@code ferry}. A ledger is only a projection: one of another format or migration is dropped and made anew. A
 * schema of that name that is no ledger is somebody else's, and never touched.
 */
final class LedgerSchema {

    /** All SQL that the content comes from. */
    private static final List<String> FILES =
            List.of("schema.sql", "views.sql", "entity-views.sql", "staging.sql", "projection.sql");

    /** Another one whenever Java puts something else into the columns; the SQL tells by itself that it has changed. */
    private static final String WRITTEN = "2";

    /** Another one whenever tables, views or what stands in them change. */
    static final String FORMAT = format(SqlText::statements);

    private record Found(String format, String migration) {}

    private LedgerSchema() {}

    /**
     * Makes it where it is not there, and commits.
     *
     * @param names how it names tables; one that names them otherwise is made anew
     * @param anew also where it is there
     * @throws RefusedException if there is a schema of that name which is no ledger
     */
    static void ensure(Connection connection, String migration, TableNames names, boolean anew) throws SQLException {
        if (!anew && isOf(connection, migration) && isNamedBySource(connection) == names.isSeveral()) {
            connection.rollback();
            return;
        }
        if (exists(connection)) {
            requireOurs(connection);
            BatchWriter.execute(connection, List.of("DROP SCHEMA ferry CASCADE"));
        }
        BatchWriter.execute(connection, SqlText.statements("schema.sql"));
        BatchWriter.execute(connection, SqlText.statements("views.sql"));
        describeReasons(connection);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ferry.ledger VALUES (?, ?, ?)")) {
            insert.setString(1, FORMAT);
            insert.setString(2, migration);
            insert.setBoolean(3, names.isSeveral());
            insert.executeUpdate();
        }
        connection.commit();
    }

    /** @param statements of a file */
    static String format(Function<String, List<String>> statements) {
        List<String> form = new ArrayList<>(List.of(WRITTEN));
        FILES.forEach(file -> form.addAll(statements.apply(file)));
        reasons().forEach(form::addAll);
        return Hash.of(Fields.join(form.toArray(String[]::new))).toString();
    }

    /** Whether there is a ledger of this migration, and of this format. */
    static boolean isOf(Connection connection, String migration) throws SQLException {
        return exists(connection) && found(connection).equals(Optional.of(new Found(FORMAT, migration)));
    }

    private static boolean isNamedBySource(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT named_by_source FROM ferry.ledger")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** How far each partition was read. */
    static Map<TopicPartition, Long> progress(Connection connection) throws SQLException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT topic, topic_partition, next_offset FROM ferry.progress")) {
            while (rows.next()) {
                offsets.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
        }
        connection.rollback();
        return offsets;
    }

    /** Rows that decisions are about and that were not looked at yet, and the decisions. */
    static long rest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rest = statement.executeQuery("SELECT count(*) + coalesce(sum((SELECT count(*)"
                        + " FROM ferry.waived_write w WHERE w.waiver_id = r.waiver_id AND w.row_hash > r.after)), 0)"
                        + " FROM ferry.waiver_rest r")) {
            rest.next();
            long rows = rest.getLong(1);
            connection.rollback();
            return rows;
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT to_regnamespace('ferry') IS NOT NULL")) {
            found.next();
            return found.getBoolean(1);
        }
    }

    private static void requireOurs(Connection connection) throws SQLException {
        if (found(connection).isEmpty()) {
            throw new RefusedException(
                    "the ledger's database has a schema ferry that is not Ferry's ledger; name another"
                            + " database as ledger in migration.yaml, or rename that schema");
        }
    }

    private static Optional<Found> found(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet columns = statement.executeQuery("SELECT count(*) FROM information_schema.columns"
                    + " WHERE table_schema = 'ferry' AND table_name = 'ledger'"
                    + " AND column_name IN ('format', 'migration')")) {
                columns.next();
                if (columns.getInt(1) < 2) {
                    return Optional.empty();
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT format, migration FROM ferry.ledger")) {
                return row.next() ? Optional.of(new Found(row.getString(1), row.getString(2))) : Optional.empty();
            }
        }
    }

    private static void describeReasons(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ferry.reason VALUES (?, ?, ?)")) {
            for (List<String> reason : reasons()) {
                for (int column = 0; column < reason.size(); column++) {
                    insert.setString(column + 1, reason.get(column));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** In the order of the columns of {@code ferry.reason}. */
    private static List<List<String>> reasons() {
        return Arrays.stream(RejectionReason.values())
                .map(reason -> List.of(reason.name(), reason.kind().name(), reason.remedy()))
                .toList();
    }
}
