package org.dataferry.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.SourceServer;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.TableName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading all rows and changes of a table's structure come past each other. */
class SnapshotConnectionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<TableName> TABLES = List.of(TableName.parse("plain"), TableName.parse("parted"));

    private SourceAddress address;
    private SnapshotSource source;

    @BeforeEach
    void makeTables() throws Exception {
        address = SourceServer.newDatabase();
        source = new SnapshotSource(address);
        SourceServer.execute(
                address,
                "CREATE TABLE plain (id integer PRIMARY KEY)",
                "INSERT INTO plain VALUES (1), (2)",
                "CREATE TABLE parted (id integer PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE parted_0 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
                "INSERT INTO parted VALUES (3)");
    }

    @Test
    void readToTheEndWhileATruncateWaits() throws Exception {
        try (Connection exporting = exporting()) {
            CompletableFuture<Void> truncated;
            try (SnapshotConnections connections = open(exporting, 3, PATIENCE)) {
                truncated = inBackground("TRUNCATE plain, parted");
                awaitWaiting(exporting);
                for (Connection reader : connections.all()) {
                    assertThat(count(reader, "plain")).isEqualTo(2);
                    assertThat(count(reader, "parted")).isEqualTo(1);
                }
                assertThat(truncated).isNotDone();
            }
            truncated.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void readToTheEndWhileAReindexWaits() throws Exception {
        try (Connection exporting = exporting()) {
            CompletableFuture<Void> reindexed;
            try (SnapshotConnections connections = open(exporting, 2, PATIENCE)) {
                reindexed = inBackground("REINDEX TABLE plain");
                awaitWaiting(exporting);
                for (Connection reader : connections.all()) {
                    assertThat(count(reader, "plain")).isEqualTo(2);
                }
            }
            reindexed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void waitForAChangeOfStructureThatIsGoingOn() throws Exception {
        try (Connection exporting = exporting();
                Connection altering = SourceServer.connect(address)) {
            altering.setAutoCommit(false);
            execute(altering, "ALTER TABLE plain ADD COLUMN note text");
            CompletableFuture<SnapshotConnections> opening =
                    CompletableFuture.supplyAsync(() -> open(exporting, 2, PATIENCE));
            awaitWaiting(exporting);
            assertThat(opening).isNotDone();
            altering.commit();
            opening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
        }
    }

    @Test
    void giveUpOneThatDoesNotEnd() throws Exception {
        try (Connection exporting = exporting();
                Connection altering = SourceServer.connect(address)) {
            altering.setAutoCommit(false);
            execute(altering, "ALTER TABLE parted ADD COLUMN note text");

            assertThatThrownBy(() -> open(exporting, 1, Duration.ofMillis(100)))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("could not be locked against changes of their structure within PT0.1S")
                    .hasMessageContaining("Wait until the ALTER TABLE, TRUNCATE or the like has ended");
        }
    }

    @Test
    void tellWhetherATableWasRewrittenSinceTheSnapshot() throws Exception {
        try (Connection exporting = exporting()) {
            try (SnapshotConnections connections = open(exporting, 1, PATIENCE)) {
                assertThat(rewritten(connections)).containsExactly(false, false);
            }
            SourceServer.execute(address, "INSERT INTO plain VALUES (5)", "TRUNCATE parted");
            try (SnapshotConnections connections = open(exporting, 1, PATIENCE)) {
                assertThat(rewritten(connections)).containsExactly(false, true);
            }
            SourceServer.execute(address, "DROP TABLE plain", "CREATE TABLE plain (id integer PRIMARY KEY)");
            try (SnapshotConnections connections = open(exporting, 1, PATIENCE)) {
                assertThat(rewritten(connections)).containsExactly(true, true);
            }
        }
    }

    private static List<Boolean> rewritten(SnapshotConnections connections) throws SQLException {
        Connection reader = connections.all().getFirst();
        return List.of(
                SnapshotSource.isRewritten(reader, TABLES.getFirst()),
                SnapshotSource.isRewritten(reader, TABLES.getLast()));
    }

    /** A transaction whose state can be taken up. */
    private Connection exporting() throws SQLException {
        Connection connection = SourceServer.connect(address);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    private SnapshotConnections open(Connection exporting, int count, Duration patience) {
        try (Statement statement = exporting.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
            row.next();
            return SnapshotConnections.open(source, row.getString(1), TABLES, count, patience);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private CompletableFuture<Void> inBackground(String sql) {
        return CompletableFuture.runAsync(() -> {
            try {
                SourceServer.execute(address, sql);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private static void awaitWaiting(Connection connection) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (count(connection, "pg_catalog.pg_locks WHERE NOT granted") == 0) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static long count(Connection connection, String from) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
