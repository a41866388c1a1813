package org.dataferry.capture.source;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The replication slots of one migration at one source: its own, and those that snapshots and readings have for a while. */
public final class SourceSlots {

    private static final String ALL_SLOTS_TAKEN = "53400";

    /** What is newer than PostgreSQL 13 is taken out of JSON, where a missing column is null. */
    private static final String SLOT = """
            SELECT coalesce(wal_status, '') = 'lost' OR pg_catalog.to_jsonb(s) ->> 'invalidation_reason' IS NOT NULL,
                   coalesce(active_pid, 0), coalesce(confirmed_flush_lsn - '0/0'::pg_catalog.pg_lsn, 0),
                   pg_catalog.to_jsonb(s) ->> 'invalidation_reason'
              FROM pg_catalog.pg_replication_slots s WHERE slot_name = ?""";

    private static final String NEW_SLOT =
            "SELECT lsn - '0/0'::pg_catalog.pg_lsn FROM pg_catalog.pg_create_logical_replication_slot(?, 'pgoutput')";

    private final SourceSession session;
    private final ReplicationNames names;

    SourceSlots(SourceSession session, ReplicationNames names) {
        this.session = session;
        this.names = names;
    }

    /**
     * What the source says of the slot.
     *
     * @param lost the source has removed log that the slot still needs
     * @param confirmed how far it was told to be read, as a number
     * @param lostBecause why the log is lost, in a word of PostgreSQL; empty if it is not, or the source does not say
     * @param usedBy the process id of who reads it; 0 if nobody does
     */
    public record Slot(boolean lost, int usedBy, long confirmed, Optional<String> lostBecause) {}

    /** The slot as the source sees it; empty if there is none. */
    public Optional<Slot> find() {
        return find(names.slot());
    }

    private Optional<Slot> find(String name) {
        return session.call(() -> {
            try (PreparedStatement statement = session.connection().prepareStatement(SLOT)) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Slot(
                                    row.getBoolean(1),
                                    row.getInt(2),
                                    row.getLong(3),
                                    Optional.ofNullable(row.getString(4))))
                            : Optional.empty();
                }
            }
        });
    }

    /** Makes the slot, which must not be there. Returns the point from which on it delivers what is committed. */
    public long create() {
        return session.call(() -> {
            try (PreparedStatement statement = session.connection().prepareStatement(NEW_SLOT)) {
                statement.setString(1, names.slot());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** Ends whoever still reads the slot. */
    public void free(Duration patience) {
        free(names.slot(), patience);
    }

    /** Ends whoever still has the slot by which rows are read again; it goes with them. */
    public void freeAgain(Duration patience) {
        free(names.againSlot(), patience);
    }

    private void free(String name, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Optional<Slot> slot = find(name); slot.isPresent() && slot.get().usedBy() != 0; slot = find(name)) {
            if (System.nanoTime() > deadline) {
                throw new SourceException("the slot " + name + " is still in use by process "
                        + slot.get().usedBy() + " of the source after " + patience);
            }
            long user = slot.get().usedBy();
            session.call(() -> session.number("SELECT pg_catalog.pg_terminate_backend(" + user + ")::int"));
            SourceSession.pause();
        }
    }

    /** Drops the slot if there is one; log that it kept is gone then. */
    public void drop(Duration patience) {
        free(patience);
        if (find().isPresent()) {
            drop(names.slot());
        }
    }

    /** Drops the slot that an interrupted snapshot has kept, if there is one. */
    public void dropKept() {
        if (find(names.keptSlot()).isPresent()) {
            drop(names.keptSlot());
        }
    }

    /**
     * Keeps a slot of the log from where an interrupted snapshot has begun, and makes room for the slot of the next try.
     *
     * @param start where it began
     * @return whether that was possible: the slot is there and was not moved, and the source has room for another
     */
    public boolean keep(long start, Duration patience) {
        OptionalLong kept = untouchedSince(names.keptSlot());
        OptionalLong current = untouchedSince(names.slot());
        if (kept.isEmpty() && current.equals(OptionalLong.of(start))) {
            free(patience);
            kept = session.call(this::copy) ? current : kept;
        }
        if (!kept.equals(OptionalLong.of(start))) {
            return false;
        }
        drop(patience);
        return true;
    }

    /** Whether there was room for it. */
    private boolean copy() throws SQLException {
        try (PreparedStatement statement = session.connection()
                .prepareStatement("SELECT pg_catalog.pg_copy_logical_replication_slot(?, ?, false)")) {
            statement.setString(1, names.slot());
            statement.setString(2, names.keptSlot());
            statement.execute();
            return true;
        } catch (SQLException refused) {
            if (ALL_SLOTS_TAKEN.equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
        }
    }

    /** From where a slot delivers; empty if there is none that can. */
    private OptionalLong untouchedSince(String slot) {
        return session.call(() -> {
            try (PreparedStatement statement = session.connection()
                    .prepareStatement("SELECT confirmed_flush_lsn - '0/0'::pg_catalog.pg_lsn"
                            + " FROM pg_catalog.pg_replication_slots WHERE slot_name = ?"
                            + " AND confirmed_flush_lsn IS NOT NULL AND coalesce(wal_status, '') <> 'lost'")) {
                statement.setString(1, slot);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
        });
    }

    private void drop(String slot) {
        session.call(() -> {
            try (PreparedStatement statement =
                    session.connection().prepareStatement("SELECT pg_catalog.pg_drop_replication_slot(?)")) {
                statement.setString(1, slot);
                return statement.execute();
            }
        });
    }
}
