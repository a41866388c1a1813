package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.capture.EmbeddedSource.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceHealth;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.control.SourceEvent.GapDecided.Choice;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capture by a role that may no more than docs/capture.md says, over TLS. */
class LeastPrivilegeIT {

    @TempDir
    Path directory;

    @Test
    void capturesAndDecidesWithTheGrantsOfTheDocumentationAlone() throws Exception {
        try (EmbeddedPostgres server = server()) {
            SourceAddress administrator = address(server, "postgres", "postgres", "");
            EmbeddedSource owner = EmbeddedSource.on(administrator);
            ReplicationNames names = ReplicationNames.of(owner.topics.migration(), EmbeddedSource.SOURCE);
            owner.execute(
                    "CREATE TABLE t (id integer PRIMARY KEY, a text)",
                    "CREATE TABLE secret (id integer PRIMARY KEY)",
                    "INSERT INTO t VALUES (1, 'a')",
                    // What docs/capture.md tells an administrator to run.
                    "CREATE ROLE ferry LOGIN REPLICATION PASSWORD 'ferry'",
                    "GRANT CONNECT ON DATABASE postgres TO ferry",
                    "GRANT USAGE ON SCHEMA public TO ferry",
                    "GRANT SELECT ON t TO ferry",
                    "CREATE PUBLICATION " + names.publication()
                            + " FOR TABLE t WITH (publish_via_partition_root = true, publish_generated_columns = stored)");
            String tls = "?sslmode=verify-full&sslrootcert=" + directory.resolve("server.crt");
            EmbeddedSource source = owner.at(address(server, "ferry", "ferry", tls));
            try (CaptureProcess process = source.start("t")) {
                owner.execute(
                        "UPDATE t SET a = 'b'", "ALTER TABLE t ADD b integer", "INSERT INTO t VALUES (2, 'x', 2)");
                await(process, () -> source.events("t").size() >= 3);
                assertThat(source.drifts()).hasSize(1);
                assertThat(SourceServer.isTrue(
                                administrator,
                                "SELECT bool_and(ssl) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)"
                                        + " WHERE a.usename = 'ferry'"))
                        .isTrue();
                SourceHealth health = SourceHealth.read(source.address, names);
                assertThat(health.standby()).isFalse();
                assertThat(health.slot()).hasValueSatisfying(slot -> {
                    assertThat(slot.active()).isTrue();
                    assertThat(slot.isLost()).isFalse();
                    assertThat(slot.retainedBytes()).isPositive();
                });
            }
            owner.execute("SELECT pg_drop_replication_slot('" + names.slot() + "')");
            assertThatThrownBy(() -> source.start("t")).isInstanceOf(DecisionNeededException.class);
            source.decision = Optional.of(new GapDecision(Choice.ACCEPT_GAP, "ann", "a test"));
            try (CaptureProcess process = source.start("t")) {
                owner.execute("DELETE FROM t WHERE id = 2");
                await(process, () -> source.events("t").stream().anyMatch(ChangeEvent.Deleted.class::isInstance));
                source.readAgain("1", "t", "id > 0", 10);
                await(process, () -> source.steps("1").size() == 2);
                assertThat(source.steps("1").getLast().step()).isEqualTo(Step.PUBLISHED);
            }
        }
    }

    @Test
    void namesTheTableThatItMayNotRead() throws Exception {
        try (EmbeddedPostgres server = server()) {
            EmbeddedSource owner = EmbeddedSource.on(address(server, "postgres", "postgres", ""));
            owner.execute(
                    "CREATE TABLE t (id integer PRIMARY KEY)", "CREATE ROLE ferry LOGIN REPLICATION PASSWORD 'ferry'");
            EmbeddedSource source = owner.at(address(server, "ferry", "ferry", "?sslmode=disable"));

            assertThatThrownBy(() -> source.start("t"))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("CREATE PUBLICATION");
            String untrusted = "?sslmode=verify-full&sslrootcert=" + directory.resolve("missing.crt");
            assertThatThrownBy(() -> owner.at(address(server, "ferry", "ferry", untrusted))
                            .start("t"))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("missing.crt");
        }
    }

    private EmbeddedPostgres server() throws IOException {
        copy("server.crt");
        Path key = copy("server.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("ssl", "on")
                .setServerConfig(
                        "ssl_cert_file", directory.resolve("server.crt").toString())
                .setServerConfig("ssl_key_file", key.toString())
                .start();
    }

    private Path copy(String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream stream = Objects.requireNonNull(LeastPrivilegeIT.class.getResourceAsStream("tls/" + name))) {
            if (!Files.exists(file)) {
                Files.copy(stream, file);
            }
        }
        return file;
    }

    private static SourceAddress address(EmbeddedPostgres server, String user, String password, String parameters) {
        return new SourceAddress(
                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres" + parameters, user, password);
    }
}
