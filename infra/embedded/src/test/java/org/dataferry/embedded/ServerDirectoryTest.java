package org.dataferry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void readsTheRecordThatItWrote() throws Exception {
        // given
        ServerDirectory directory = new ServerDirectory(ServerKind.KAFKA, folder);
        ServerRecord running = new ServerRecord(List.of(21_000, 21_001), null, null, directory.marker())
                .running(new ProcessIdentity(7, 8), new ProcessIdentity(9, 10));
        // when
        directory.writeRecord(running);
        // then
        assertThat(directory.readRecord()).contains(running);
        directory.writeRecord(running.stopped());
        assertThat(directory.readRecord()).contains(running.stopped());
    }

    @Test
    void saysWhatToDoWithAnUnreadableRecord() throws Exception {
        // given
        ServerDirectory directory = new ServerDirectory(ServerKind.KAFKA, folder);
        Files.writeString(directory.recordFile(), "{");
        // when, then
        assertThatThrownBy(directory::readRecord)
                .isInstanceOf(EmbeddedServersException.class)
                .hasMessageContaining("kafka: " + directory.recordFile() + " is not readable; delete it");
    }

    @Test
    void keepsFourLogsAndQuotesTheEndOfTheNewest() throws Exception {
        // given
        ServerLog log = new ServerLog(folder.resolve("log"));
        for (int start = 1; start <= 6; start++) {
            log.rotate();
            Files.writeString(log.file(), "start " + start + "\n".repeat(3) + "last line\n".repeat(20));
        }
        // when, then
        assertThat(log.directory().toFile().list())
                .containsExactlyInAnyOrder("server.log", "server.1.log", "server.2.log", "server.3.log");
        assertThat(log.directory().resolve("server.3.log")).content().startsWith("start 3");
        assertThat(log.tail().lines()).hasSize(12).allMatch("  | last line"::equals);
    }

    @Test
    void keepsRecordedPortsAndGivesNoPortTwice() throws Exception {
        // given
        StateDirectory state = StateDirectory.create(folder);
        Files.createDirectories(state.server(ServerKind.KAFKA).path());
        state.server(ServerKind.KAFKA).writeRecord(new ServerRecord(List.of(21_000, 21_001), null, null, "marker"));
        EmbeddedSettings settings = new EmbeddedSettings(
                folder,
                Set.of(ServerKind.KAFKA, ServerKind.EMULATOR),
                Ownership.KEPT,
                Map.of(ServerKind.EMULATOR, 21_002),
                List.of(),
                EmbeddedSettings.DEFAULT_READY_TIMEOUT);
        List<ServerProgram> programs = Programs.of(settings, new SecureRandom());
        // when
        PortPlan ports = PortPlan.of(programs, state, settings, new Ports(new Random(1)));
        // then
        assertThat(ports.of(ServerKind.KAFKA)).containsExactly(21_000, 21_001);
        assertThat(ports.of(ServerKind.EMULATOR)).containsExactly(21_002);
    }

    @Test
    void choosesPortsBelowThoseOfOutgoingConnections() {
        assertThat(new Ports(new Random(2)).choose(Set.of())).isBetween(20_000, 31_999);
    }

    @Test
    void makesAPasswordOnceThatOnlyItsUserReads() throws Exception {
        // given
        PostgresPassword password = PostgresPassword.of(new ServerDirectory(ServerKind.LEDGER_POSTGRES, folder));
        // when
        password.makeOnce(new SecureRandom());
        String first = password.read();
        password.makeOnce(new SecureRandom());
        // then
        assertThat(first).matches("[0-9a-f]{32}").isEqualTo(password.read());
        assertThat(Files.getPosixFilePermissions(password.file())).hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @Test
    void printsSecretsAsStars() {
        assertThat(new PostgresEndpoint("127.0.0.1", 21_000, "ledger", "ferry", "geheim").toString())
                .contains("***", "jdbc:postgresql://127.0.0.1:21000/ledger")
                .doesNotContain("geheim");
        DataverseEndpoint emulator = new DataverseEndpoint(URI.create("http://127.0.0.1:1"), "t", "id", "geheim");
        assertThat(emulator.toString()).contains("***").doesNotContain("geheim");
        assertThat(emulator.tokenUrl()).isEqualTo(URI.create("http://127.0.0.1:1/t/oauth2/v2.0/token"));
    }

    @Test
    void refusesAPortThatDoesNotExist() {
        assertThatThrownBy(() -> new EmbeddedSettings(
                        folder,
                        Set.of(),
                        Ownership.KEPT,
                        Map.of(ServerKind.KAFKA, 70_000),
                        List.of(),
                        EmbeddedSettings.DEFAULT_READY_TIMEOUT))
                .hasMessage("The port of kafka is 70000; it must be between 1 and 65535");
    }
}
