package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.capture.source.SourceAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the source takes over, on a timeline of its own. */
class FailoverIT {

    @TempDir
    Path directory;

    @Test
    void goesOnWhereTheCopyHasAllThatWasCapturedAndStopsWhereItHasNot() throws Exception {
        Path primary = directory.resolve("primary");
        EmbeddedSource migration;
        try (EmbeddedPostgres server = server(primary)) {
            migration = EmbeddedSource.on(address(server));
            migration.execute("CREATE TABLE t (id integer PRIMARY KEY)");
            captured(migration, 1);
        }
        Path behind = copied(primary, "behind");
        try (EmbeddedPostgres server = server(primary)) {
            captured(migration.at(address(server)), 2);
        }
        Path current = copied(primary, "current");

        // Its log is soon longer than what was captured, and its slot is there.
        try (EmbeddedPostgres promoted = promoted(behind)) {
            EmbeddedSource source = migration.at(address(promoted));
            source.execute("INSERT INTO t SELECT generate_series(10, 20000)");

            assertThatThrownBy(() -> source.start("t"))
                    .isInstanceOf(DecisionNeededException.class)
                    .hasMessageContaining("left timeline 1");
        }
        try (EmbeddedPostgres promoted = promoted(current)) {
            captured(migration.at(address(promoted)), 3);
        }
    }

    /** Writes a row, which is captured. */
    private static void captured(EmbeddedSource source, int id) throws Exception {
        try (CaptureProcess process = source.start("t")) {
            source.execute("INSERT INTO t VALUES (" + id + ")");
            source.awaitEvents(process, "t", id);
        }
    }

    private static EmbeddedPostgres server(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("wal_level", "logical")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("restore_command", "false")
                .start();
    }

    /** It replays all log that it has, and then goes its own way. */
    private static EmbeddedPostgres promoted(Path data) throws Exception {
        Files.createFile(data.resolve("recovery.signal"));
        EmbeddedPostgres server = server(data);
        long deadline = System.nanoTime() + EmbeddedSource.PATIENCE.toNanos();
        while (SourceServer.isTrue(address(server), "SELECT pg_is_in_recovery()")) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            Thread.sleep(20);
        }
        return server;
    }

    private Path copied(Path data, String name) throws Exception {
        Path copy = directory.resolve(name);
        Process copying = new ProcessBuilder("cp", "-a", data.toString(), copy.toString())
                .inheritIO()
                .start();
        assertThat(copying.waitFor()).isZero();
        return copy;
    }

    private static SourceAddress address(EmbeddedPostgres server) {
        return new SourceAddress(
                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", "postgres");
    }
}
