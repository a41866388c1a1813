package org.dataferry.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What capture costs its source at a moment: above all the log that the slot keeps.
 *
 * @param standby whether the server replays the log of another
 * @param lsn where the log ends, as a number
 * @param slot of capture; empty if there is none
 * @param usualBytesPerSecond of log since the source's statistics were reset, often days; empty before PostgreSQL 14, and within
 *     an hour after the reset
 */
public record SourceHealth(boolean standby, long lsn, Optional<Slot> slot, OptionalDouble usualBytesPerSecond) {

    private static final int FIRST_WITH_LOG_STATISTICS = 14;

    /** Columns that are newer than PostgreSQL 13 are taken out of JSON, where a missing one is null. */
    private static final String QUESTION = """
            SELECT r.standby, r.lsn - '0/0'::pg_catalog.pg_lsn, s.slot_name, s.active, coalesce(s.wal_status, 'lost'),
                   coalesce(r.lsn - s.restart_lsn, 0), s.safe_wal_size, pg_catalog.to_jsonb(s) ->> 'invalidation_reason'
              FROM (SELECT pg_catalog.pg_is_in_recovery() AS standby,
                           CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                                ELSE pg_catalog.pg_current_wal_lsn() END AS lsn) r
              LEFT JOIN pg_catalog.pg_replication_slots s ON s.slot_name = ?""";

    /** A server that has just begun says nothing of what is usual. */
    private static final String USUAL = """
            SELECT CASE WHEN now() - stats_reset > interval '1 hour'
                        THEN wal_bytes / extract(epoch FROM now() - stats_reset) END
              FROM pg_catalog.pg_stat_wal""";

    /**
     * A replication slot.
     *
     * @param active whether somebody reads it
     * @param state what PostgreSQL calls it: reserved, extended, unreserved or lost
     * @param retainedBytes of log that it keeps
     * @param bytesUntilLost of log that may be written before the source takes away what the slot needs; empty if it never does
     * @param lostBecause why the source has given it up; empty if it has not, or does not say
     */
    public record Slot(
            String name,
            boolean active,
            String state,
            long retainedBytes,
            OptionalLong bytesUntilLost,
            Optional<String> lostBecause) {

        public boolean isLost() {
            return state.equals("lost") || lostBecause.isPresent();
        }
    }

    /**
     * Asks the source; a matter of a millisecond there.
     *
     * @throws SourceException if it does not answer
     */
    public static SourceHealth read(SourceAddress address, ReplicationNames names) {
        try (Connection connection = address.forCatalogue();
                PreparedStatement statement = connection.prepareStatement(QUESTION)) {
            statement.setString(1, names.slot());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new SourceHealth(row.getBoolean(1), row.getLong(2), slot(row), usual(connection));
            }
        } catch (SQLException e) {
            throw ConnectionFailures.explain(address, e);
        }
    }

    private static Optional<Slot> slot(ResultSet row) throws SQLException {
        String name = row.getString(3);
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(new Slot(
                name,
                row.getBoolean(4),
                row.getString(5),
                Math.max(0, row.getLong(6)),
                row.getObject(7) == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, row.getLong(7))),
                Optional.ofNullable(row.getString(8))));
    }

    private static OptionalDouble usual(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < FIRST_WITH_LOG_STATISTICS) {
            return OptionalDouble.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(USUAL)) {
            row.next();
            double bytes = row.getDouble(1);
            return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(bytes);
        }
    }
}
