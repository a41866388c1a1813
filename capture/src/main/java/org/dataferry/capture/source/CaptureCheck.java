package org.dataferry.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dataferry.capture.source.Obstacle.Kind;

/** Whether the changes of some tables can be captured; everything that is in the way at once. It changes nothing. */
public final class CaptureCheck {

    private static final String SERVER = """
            SELECT pg_catalog.current_setting('wal_level'),
                   r.rolreplication OR r.rolsuper
                     OR EXISTS (SELECT FROM pg_catalog.pg_roles m
                                 WHERE m.rolname = 'rds_replication' AND pg_catalog.pg_has_role(m.oid, 'MEMBER')),
                   pg_catalog.current_setting('max_replication_slots')::int,
                   (SELECT count(*) FROM pg_catalog.pg_replication_slots),
                   EXISTS (SELECT FROM pg_catalog.pg_replication_slots WHERE slot_name = ?),
                   pg_catalog.pg_is_in_recovery()
              FROM pg_catalog.pg_roles r WHERE r.rolname = current_user""";

    private final SourceAddress address;
    private final String slot;
    private final DeclaredKeys keys;

    /** @param slot the replication slot that capture will use; if it is there already, no free one is needed */
    public CaptureCheck(SourceAddress address, String slot, DeclaredKeys keys) {
        this.address = address;
        this.slot = slot;
        this.keys = keys;
    }

    /** What is in the way; empty if nothing is. */
    public List<Obstacle> check(Collection<TableName> tables) {
        List<Obstacle> obstacles = new ArrayList<>();
        try {
            SourceCatalogue catalogue = SourceCatalogue.read(address, keys);
            checkServer(obstacles);
            tables.forEach(table -> checkTable(catalogue, table).ifPresent(obstacles::add));
        } catch (SourceException e) {
            obstacles.add(new Obstacle(Kind.UNREACHABLE, String.valueOf(e.getMessage())));
        }
        return List.copyOf(obstacles);
    }

    private void checkServer(List<Obstacle> obstacles) {
        try (Connection connection = address.forCatalogue();
                PreparedStatement statement = connection.prepareStatement(SERVER)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                checkServer(row, obstacles);
            }
        } catch (SQLException e) {
            throw ConnectionFailures.explain(address, e);
        }
    }

    private void checkServer(ResultSet row, List<Obstacle> obstacles) throws SQLException {
        String walLevel = row.getString(1);
        if (!walLevel.equals("logical")) {
            obstacles.add(new Obstacle(
                    Kind.WAL_LEVEL,
                    "the source has wal_level=" + walLevel
                            + "; set wal_level=logical in postgresql.conf and restart it"));
        }
        if (row.getBoolean(6)) {
            obstacles.add(new Obstacle(
                    Kind.STANDBY,
                    "the source at " + address.withoutParameters()
                            + " is a standby, on which no mark can be set in the log;"
                            + " name the primary, or wait until this one is promoted"));
        }
        if (!row.getBoolean(2)) {
            obstacles.add(new Obstacle(
                    Kind.NO_REPLICATION_ROLE,
                    "role " + address.user() + " may not replicate; run ALTER ROLE \"" + address.user()
                            + "\" REPLICATION (on Amazon RDS: GRANT rds_replication TO \"" + address.user() + "\")"));
        }
        int allowed = row.getInt(3);
        int taken = row.getInt(4);
        if (taken >= allowed && !row.getBoolean(5)) {
            obstacles.add(new Obstacle(
                    Kind.NO_FREE_SLOT,
                    "all " + allowed + " replication slots of the source are taken; raise max_replication_slots, "
                            + "or drop a slot that nobody reads (see pg_replication_slots)"));
        }
    }

    private Optional<Obstacle> checkTable(SourceCatalogue catalogue, TableName name) {
        Optional<SourceTable> table = catalogue.table(name);
        if (table.isEmpty()) {
            return Optional.of(new Obstacle(Kind.UNKNOWN_TABLE, catalogue.unknown(name)));
        }
        if (table.get().primaryKey().isEmpty()) {
            return Optional.of(new Obstacle(
                    Kind.NO_PRIMARY_KEY,
                    "table " + name + " has no primary key; add one, name the columns that tell its rows apart"
                            + " (source.tables." + name + ".key), or leave the table out"));
        }
        Optional<Obstacle> undeclarable = keys.obstacle(table.get());
        if (undeclarable.isPresent()) {
            return undeclarable;
        }
        if (table.get().replicaIdentity() instanceof ReplicaIdentity.Nothing) {
            return Optional.of(new Obstacle(
                    Kind.NO_REPLICA_IDENTITY,
                    "table " + name + " has REPLICA IDENTITY NOTHING; run ALTER TABLE " + name
                            + " REPLICA IDENTITY DEFAULT"));
        }
        return Optional.empty();
    }
}
