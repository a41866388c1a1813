package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.dataferry.emulator.http.Tls;
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
    void saysWhichSettingIsWrongAndWhere() throws IOException {
        Path unknown = file("timeScale: 2\nsignIn:\n  tokenLifetim: 5s\n");
        Path negative = file("{\"timeScale\": -1}");
        Path unit = file("limits:\n  window: 300\n");
        Path text = file("limits: {requests: many}");
        Path broken = file("limits: {\n");

        assertThat(run("--settings", unknown.toString()))
                .isEqualTo(
                        new Run(
                                2,
                                "emulator: settings " + unknown
                                        + ": line 3: signIn.tokenLifetim is no setting; here there are tenant, tokenLifetime, users\n"));
        assertThat(run("--settings", negative.toString()).error())
                .isEqualTo("emulator: settings " + negative + ": timeScale must be above 0, not -1.0\n");
        assertThat(run("--settings", unit.toString()).error())
                .contains("line 2: limits.window must be a duration with its unit, such as 200ms", "not '300'");
        assertThat(run("--settings", text.toString()).error())
                .contains("line 1: limits.requests must be a whole number, not 'many'");
        assertThat(run("--settings", broken.toString()).error())
                .contains("line 1")
                .hasLineCount(1);
        assertThat(run("--port", "x").exitCode()).isEqualTo(2);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "settings", ".yaml"), text);
    }

    @Test
    void readsEverySetting() throws IOException {
        Path file = file("""
                server: {host: 0.0.0.0, port: 1234, data: /tmp/x, synced: false, maxRequestBytes: 1000}
                signIn:
                  tenant: contoso
                  tokenLifetime: 1m
                  users:
                    - {clientId: 33333333-3333-3333-3333-333333333333, secret: s, name: Second}
                definitions: {keyActivation: 5000ms}
                timeScale: 10
                limits: {requests: 100, executionTime: 20s, concurrent: 5, window: 30s, servers: 2, dopHint: 4}
                assumptions: {}
                """);

        EmulatorSettings settings = SettingsText.read(file).over(EmulatorSettings.defaults(folder));

        assertThat(settings.server())
                .isEqualTo(new EmulatorSettings.Server("0.0.0.0", 1234, Path.of("/tmp/x"), false, 1000, Tls.off()));
        assertThat(settings.signIn().tenant()).isEqualTo("contoso");
        assertThat(settings.signIn().users()).hasSize(1);
        assertThat(settings.signIn().tokenLifetime()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.definitions().keyActivation()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.timeScale()).isEqualTo(10);
        assertThat(settings.limits().enabled()).isTrue();
        assertThat(settings.limits().requests()).isEqualTo(100);
        assertThat(settings.limits().executionTime()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.limits().concurrent()).isEqualTo(5);
        assertThat(settings.limits().window()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.limits().servers()).isEqualTo(2);
        assertThat(settings.limits().dopHint()).isEqualTo(4);
        assertThat(settings.limits().entitlement().enabled()).isFalse();
    }

    @Test
    void anEmptyFileChangesNothingAndAnOptionWins() throws IOException {
        EmulatorSettings defaults = EmulatorSettings.defaults(folder);

        assertThat(SettingsText.read(file("# nothing\n")).over(defaults)).isEqualTo(defaults);
        assertThat(defaults.with("server: {port: 5}").withPort(6).server().port())
                .isEqualTo(6);
    }

    @Test
    void leavesTheLimitsOffUnlessAsked() {
        assertThat(EmulatorSettings.defaults(folder).limits().enabled()).isFalse();
    }
}
