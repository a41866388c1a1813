package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.dataferry.emulator.limits.ServiceLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EmulatorAppTest {
    @TempDir
    private Path folder;

    private record Run(int exitCode, String error) {}

    private static Run run(String... arguments) {
        PrintStream stderr = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            return new Run(
                    new CommandLine(new EmulatorApp()).execute(arguments), captured.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(stderr);
        }
    }

    @Test
    void saysThatAPortIsInUse() {
        try (EmulatorFixture emulator = new EmulatorFixture()) {
            String port = emulator.baseUrl().replaceFirst(".*:", "");

            Run run = run("--port", port, "--data", folder.resolve("d").toString());

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.error())
                    .isEqualTo("emulator: Port " + port + " of 127.0.0.1 is in use; choose another one\n");
        }
    }

    @Test
    void saysWhichSettingIsWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("settings.yaml"), "tokenLifetime: 5\n");
        Path negative = Files.writeString(folder.resolve("negative.json"), "{\"timeScale\": -1}");

        Run unknown = run("--settings", file.toString());
        Run scale = run("--settings", negative.toString());

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.error())
                .contains("settings.yaml")
                .contains("tokenLifetime")
                .hasLineCount(1);
        assertThat(scale.error()).isEqualTo("emulator: timeScale must be above 0, not -1.0\n");
        assertThat(run("--port", "x").exitCode()).isEqualTo(2);
    }

    @Test
    void readsEverySetting() throws IOException {
        Path file = Files.writeString(folder.resolve("all.yaml"), """
                host: 0.0.0.0
                port: 1234
                data: /tmp/x
                tenant: contoso
                users:
                  - {clientId: 33333333-3333-3333-3333-333333333333, secret: s, name: Second}
                tokenLifetimeSeconds: 60
                keyActivationMillis: 5000
                timeScale: 10
                synced: false
                limits: {requests: 100, executionSeconds: 20, concurrent: 5, windowSeconds: 30, servers: 2}
                dopHint: 4
                maxRequestBytes: 1000
                """);

        EmulatorSettings settings = SettingsFile.read(file).over(EmulatorSettings.defaults(folder));

        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.port()).isEqualTo(1234);
        assertThat(settings.data()).isEqualTo(Path.of("/tmp/x"));
        assertThat(settings.tenant()).isEqualTo("contoso");
        assertThat(settings.users()).hasSize(1);
        assertThat(settings.tokenLifetime()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.keyActivation()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.timeScale()).isEqualTo(10);
        assertThat(settings.synced()).isFalse();
        assertThat(settings.limits())
                .isEqualTo(new ServiceLimits(true, 100, Duration.ofSeconds(20), 5, Duration.ofSeconds(30), 2));
        assertThat(settings.dopHint()).isEqualTo(4);
        assertThat(settings.maxRequestBytes()).isEqualTo(1000);
    }

    @Test
    void leavesTheLimitsOffUnlessAsked() {
        assertThat(EmulatorSettings.defaults(folder).limits().enabled()).isFalse();
    }
}
