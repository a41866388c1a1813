package org.dataferry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostmasterFileTest {

    @Test
    void forgetsAKilledServerInThePostmasterFileButKeepsItsSharedMemory(@TempDir Path folder) throws Exception {
        // given
        Path data = Files.createDirectory(folder.resolve("data"));
        Path file = data.resolve("postmaster.pid");
        Files.writeString(file, ProcessHandle.current().pid() + "\n" + data + "\n1795203537\n5432\n");
        // when
        new PostmasterFile(data).forgetDeadServer(ServerKind.LEDGER_POSTGRES, PostgresAccount.ORDINARY);
        // then
        assertThat(Files.readAllLines(file)).containsExactly("2147483646", data.toString(), "1795203537", "5432");
    }

    @Test
    void refusesDataOnWhichAnotherPostgresRuns(@TempDir Path folder) throws Exception {
        // given
        Path data = Files.createDirectory(folder.resolve("data"));
        Process other = new ProcessBuilder("sh", "-c", "sleep 20; true", "-D", data.toString()).start();
        Files.writeString(data.resolve("postmaster.pid"), other.pid() + "\n" + data + "\n");
        try {
            // when, then
            assertThatThrownBy(() -> new PostmasterFile(data)
                            .forgetDeadServer(ServerKind.SOURCE_POSTGRES, PostgresAccount.ORDINARY))
                    .hasMessageContaining("source: a PostgreSQL that ferry did not start runs on " + data)
                    .hasMessageContaining("pid " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
    }
}
