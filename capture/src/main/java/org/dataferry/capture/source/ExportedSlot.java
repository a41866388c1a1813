package org.dataferry.capture.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A replication slot at its very beginning, with the state of the database at that point: transactions that the state has are
 * those that the slot does not deliver. The state can be taken up by others as long as this is open.
 */
public final class ExportedSlot implements AutoCloseable {

    private static final String TIMED_OUT = "08006";

    private final Connection connection;
    private final long start;
    private final String snapshot;

    private ExportedSlot(Connection connection, long start, String snapshot) {
        this.connection = connection;
        this.start = start;
        this.snapshot = snapshot;
    }

    /**
     * @param patience how long transactions that are open in the source are waited for: PostgreSQL begins a slot when those
     *     have ended that were open before
     */
    public static ExportedSlot create(SourceAddress address, ReplicationNames names, Duration patience) {
        return create(address, names.slot(), "", patience);
    }

    /**
     * One that goes away when this is closed: only its state of the database is wanted.
     *
     * @param patience as for {@link #create}
     */
    public static ExportedSlot createTemporary(SourceAddress address, String slot, Duration patience) {
        return create(address, slot, " TEMPORARY", patience);
    }

    private static ExportedSlot create(SourceAddress address, String slot, String kind, Duration patience) {
        try {
            Connection connection = address.forReplication(patience);
            try (Statement statement = connection.createStatement();
                    // The older of two forms, which all versions take.
                    ResultSet row = statement.executeQuery(
                            "CREATE_REPLICATION_SLOT \"" + slot + "\"" + kind + " LOGICAL pgoutput EXPORT_SNAPSHOT")) {
                row.next();
                return new ExportedSlot(connection, lsn(row.getString(2)), row.getString(3));
            } catch (SQLException failed) {
                connection.close();
                throw failed;
            }
        } catch (SQLException failed) {
            if (TIMED_OUT.equals(failed.getSQLState())) {
                throw new SourceException(
                        "the source did not begin the slot " + slot + " within " + patience
                                + ": it waits until transactions have ended that were open before. Find them in"
                                + " pg_stat_activity (xact_start), and end them or wait, then start again ("
                                + failed.getMessage() + ")",
                        failed);
            }
            throw ConnectionFailures.explain(address, failed);
        }
    }

    /** A log position as PostgreSQL writes it, {@code 16/B374D848}, as a number. */
    static long lsn(String text) {
        int slash = text.indexOf('/');
        return (Long.parseLong(text.substring(0, slash), 16) << Integer.SIZE)
                | Long.parseLong(text.substring(slash + 1), 16);
    }

    /** Where the log begins that the slot delivers, as a number. */
    public long start() {
        return start;
    }

    /** For SET TRANSACTION SNAPSHOT. */
    public String snapshot() {
        return snapshot;
    }

    /** The slot stays, unless it is temporary. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            // A broken connection exports nothing.
        }
    }
}
