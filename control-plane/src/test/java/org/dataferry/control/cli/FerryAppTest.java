package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.control.run.RunLock;
import org.dataferry.control.run.Stage;
import org.dataferry.control.run.StageInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes that are told before any server is started. */
class FerryAppTest {

    private static final String SETTINGS = """
            migration: nw
            source: { name: erp }
            target: { prefix: nw }
            """;

    private static final String MAPPING = """
            entity: account
            from: public.customers
            columns:
              name: company_name
            """;

    private static final String CONFIGURED = """
            migration: nw
            source:
              name: erp
              postgres: { url: "jdbc:postgresql://127.0.0.1:1/erp", user: me, password: { file: secret } }
            target: { prefix: nw }
            """;

    private static final String INTO_DATAVERSE = """
            migration: nw
            source: { name: erp }
            target:
              prefix: nw
              dataverse:
                url: https://live.crm.dynamics.com
                tenant: contoso.onmicrosoft.com
                clientId: 00000000-0000-0000-0000-000000000000
                clientSecret: { file: secret }
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "run",
                "run --nonsense x",
                "status",
                "down",
                "up a b",
                "prepare --json",
                "replay x",
                "replay x --resume 1 --preview",
                "replay x --pause 1 --cancel 1",
                "rebuild x",
                "rebuild x --number two",
                "phase x --entity incident",
                "pause",
                "limits x --requests many",
                "sink"
            })
    void wrongUsageIsTold(String arguments) {
        assertThat(ferry(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).startsWith("ferry: ").contains("--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "run --help",
                "status --help",
                "prepare --help",
                "up -h",
                "down -h",
                "replay -h",
                "rebuild -h",
                "phase -h",
                "sink -h"
            })
    void helpIsNotAFailure(String arguments) {
        assertThat(ferry(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("ferry");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void wrongUsageIsAnErrorDocumentForAProgram() throws IOException {
        assertThat(ferry("run", "--json")).isEqualTo(ExitCode.USAGE.number());
        Published.assertFollows("error", document());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "status", "prepare", "up", "down", "capture", "transform", "sink"})
    void aMissingFolderIsTold(String command) throws IOException {
        Path missing = folder.resolve("missing");

        assertThat(ferry(command, missing.toString(), "--json")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains(missing + " is not a directory");
        Published.assertFollows("error", document());
        assertThat(missing).doesNotExist();
    }

    @Test
    void aFolderThatIsNoMigrationIsTold() {
        assertThat(ferry("run", folder.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains(folder + " is not a migration's folder: it has no migration.yaml", "examples/northwind");
        assertNothingWasStarted();
    }

    @Test
    void wrongSettingsAreToldWithTheirPlace() throws IOException {
        write("migration.yaml", SETTINGS + "tarket: {}\n");

        assertThat(ferry("run", folder.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("migration.yaml", "tarket", "line 4");
        assertNothingWasStarted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "status", "prepare"})
    void aWrongMappingIsToldWithItsPlace(String command) throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING.replace("columns", "colums"));

        assertThat(ferry(command, folder.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("account.yaml", "colums");
        assertNothingWasStarted();
    }

    @Test
    void aMigrationWithoutMappingsIsTold() throws IOException {
        write("migration.yaml", SETTINGS);

        assertThat(ferry("run", folder.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("at least one mapping");
    }

    @Test
    void aDumpThatIsNotThereIsToldBeforeAnythingIsDiscarded() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);
        write(".ferry/sink/kept", "");

        assertThat(ferry(
                        "run",
                        folder.toString(),
                        "--fresh",
                        "--source-sql",
                        folder.resolve("no.sql").toString()))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("no.sql is not a file");
        assertThat(folder.resolve(".ferry/sink/kept")).exists();
    }

    @Test
    void freshIsRefusedWhereAServerIsConfigured() throws IOException {
        write("migration.yaml", CONFIGURED);
        write("secret", "s3cret");
        write("mappings/account.yaml", MAPPING);
        write(".ferry/sink/kept", "");

        assertThat(ferry("run", folder.toString(), "--fresh")).isEqualTo(ExitCode.REFUSED.number());
        assertThat(err.toString())
                .contains("--fresh discards embedded servers only")
                .doesNotContain("s3cret");
        assertThat(folder.resolve(".ferry/sink/kept")).exists();
    }

    @Test
    void aDumpIsNotLoadedIntoAConfiguredSource() throws IOException {
        write("migration.yaml", CONFIGURED);
        write("secret", "s3cret");
        write("mappings/account.yaml", MAPPING);
        write("dump.sql", "");

        assertThat(ferry(
                        "run",
                        folder.toString(),
                        "--source-sql",
                        folder.resolve("dump.sql").toString()))
                .isEqualTo(ExitCode.REFUSED.number());
        assertThat(err.toString()).contains("embedded source only");
        assertNothingWasStarted();
    }

    @Test
    void aSecondRunIsTold() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);
        try (RunLock first = RunLock.take(folder.resolve(".ferry"))) {
            assertThat(first).isNotNull();
            assertThat(ferry("run", folder.toString())).isEqualTo(ExitCode.FAILED.number());
        }
        assertThat(err.toString()).contains("running already");
    }

    @Test
    void aReplayOfAnEntityWithoutMappingIsToldWithThoseThatHaveOne() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);

        assertThat(ferry("replay", folder.toString(), "--entity", "acount")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--entity acount", "there are mappings for account");
        assertNothingWasStarted();
    }

    @Test
    void theRunIsNoRebuild() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);

        assertThat(ferry("rebuild", folder.toString(), "--number", "1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("1 is the run itself");
        assertNothingWasStarted();
    }

    @Test
    void aRebuildIntoTheTargetOfTheRunIsRefused() throws IOException {
        write("migration.yaml", INTO_DATAVERSE);
        write("secret", "s3cret");
        write("mappings/account.yaml", MAPPING);

        assertThat(ferry("rebuild", folder.toString(), "--number", "2", "--json"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("needs --target URL");
        assertThat(ferry("rebuild", folder.toString(), "--number", "2", "--target", "https://live.crm.dynamics.com/"))
                .isEqualTo(ExitCode.REFUSED.number());
        assertThat(err.toString()).contains("overwrite");
        assertThat(ferry("sink", folder.toString(), "--rebuild", "2", "--target", "https://live.crm.dynamics.com/"))
                .isEqualTo(ExitCode.REFUSED.number());
        assertNothingWasStarted();
    }

    @Test
    void aPhaseThatOpensByItselfIsNotOpened() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);

        assertThat(ferry("phase", folder.toString(), "--entity", "account", "--open", "states"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--entity account has no states that wait", "opens: by-command");
        assertNothingWasStarted();
    }

    @Test
    void aTargetIsOfARebuildOnly() throws IOException {
        write("migration.yaml", INTO_DATAVERSE);
        write("secret", "s3cret");

        assertThat(ferry("status", folder.toString(), "--target", "https://test.crm.dynamics.com"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--target is for a rebuild");
        assertNothingWasStarted();
    }

    @Test
    void aPhaseThatThereIsNotIsTold() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);

        assertThat(ferry("phase", folder.toString(), "--entity", "account", "--open", "lookups"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--open lookups is no phase that a command opens");
        assertNothingWasStarted();
    }

    @Test
    void aPauseNeedsAReasonAndAnEntityThatIsMapped() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);

        assertThat(ferry("pause", folder.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("say why");
        assertThat(ferry("pause", folder.toString(), "--entity", "contact", "--why", "x"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("no mapping makes 'contact'", "mappings for account");
        assertNothingWasStarted();
    }

    @ParameterizedTest
    @CsvSource({
        "--reserve, 0.95, limits.sink.protection.reserve is 0.95",
        "--largest-batch, 2000, 'limits.sink.largestBatch is 2000, expected'",
        "--concurrent-requests, 53, 'is 53, expected 0 to 52'",
        "--execution-time, 20, is not a duration",
        "--entitlement, 0, 'limits.sink.entitlement is 0'",
        "--requests, 100, limits.sink.protection is off",
    })
    void aLimitThatCannotHoldIsRefused(String option, String value, String message) throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);

        assertThat(ferry("limits", folder.toString(), option, value)).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains(message);
        assertNothingWasStarted();
    }

    @Test
    void theStatusOfARebuildThatNeverBeganIsTold() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);

        assertThat(ferry("status", folder.toString(), "--rebuild", "7")).isEqualTo(ExitCode.FAILED.number());
        assertThat(err.toString()).contains("rebuild 7 of this migration was never begun");
        assertNothingWasStarted();
    }

    @Test
    void freshIsRefusedWhileARebuildRuns() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);
        try (RunLock rebuild = RunLock.take(folder.resolve(".ferry/g2"), Stage.SINK, StageInstance.UNNAMED)) {
            assertThat(rebuild).isNotNull();
            assertThat(ferry("run", folder.toString(), "--fresh")).isEqualTo(ExitCode.REFUSED.number());
        }
        assertThat(err.toString()).contains("rebuild 2 is running");
    }

    @Test
    void anInstanceWithAStrangeNameIsTold() throws IOException {
        write("migration.yaml", SETTINGS);
        write("mappings/account.yaml", MAPPING);

        assertThat(ferry("sink", folder.toString(), "--instance", "../x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--instance ../x is no name");
        assertNothingWasStarted();
    }

    @Test
    void downWhereNothingRunsIsDone() throws IOException {
        write("migration.yaml", SETTINGS);

        assertThat(ferry("down", folder.toString(), "--json")).isZero();
        Published.assertFollows("down", document());
    }

    private void assertNothingWasStarted() {
        assertThat(folder.resolve(".ferry/servers")).doesNotExist();
    }

    private JsonNode document() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private int ferry(String... arguments) {
        return FerryApp.run(new PrintWriter(out, true), new PrintWriter(err, true), GracefulStop.NEVER, arguments);
    }
}
