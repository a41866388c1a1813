package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dataferry.emulator.auth.ApplicationUser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The public npm package {@code dynamics-web-api}, written by others against Dataverse itself, works against the emulator. The checks are in
 * {@code src/test/js/public-client.cjs}; each is a test here. A check that the emulator answers with 501 is skipped and says so.
 */
class PublicClientTest {
    private static final Path SCRIPTS = Path.of("src/test/js");
    private static final Path INSTALLED = Path.of("target/public-client");
    private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration RUN_TIMEOUT = Duration.ofMinutes(2);
    private static final int FEWEST_CHECKS = 50;

    private record Ended(int exitCode, String output) {}

    @TestFactory
    Stream<DynamicTest> worksAsAgainstDataverse() throws Exception {
        assumeTrue(onPath("node"), "skipped: there is no node on the path");
        install();
        List<JsonNode> checks = new ArrayList<>();
        try (EmulatorFixture emulator = new EmulatorFixture()) {
            Ended run = run(
                    List.of(
                            "node",
                            "public-client.cjs",
                            emulator.baseUrl(),
                            ApplicationUser.FERRY.clientId().toString()),
                    Map.of("CLIENT_SECRET", ApplicationUser.FERRY.secret()),
                    RUN_TIMEOUT);
            assertThat(run.exitCode()).as(run.output()).isZero();
            for (String line : run.output().lines().toList()) {
                checks.add(ApiClient.JSON.readTree(line));
            }
        }
        assertThat(checks).hasSizeGreaterThanOrEqualTo(FEWEST_CHECKS);
        return checks.stream().map(PublicClientTest::test);
    }

    private static DynamicTest test(JsonNode check) {
        String detail = check.path("detail").asText();
        return DynamicTest.dynamicTest(check.path("check").asText(), () -> {
            switch (check.path("outcome").asText()) {
                case "passed" -> assertThat(detail).isEmpty();
                case "notEmulated" -> abort("not emulated: " + detail);
                default -> throw new AssertionError(detail);
            }
        });
    }

    private static void install() throws Exception {
        Files.createDirectories(INSTALLED);
        for (String name : List.of("package.json", "package-lock.json", "public-client.cjs")) {
            Files.copy(SCRIPTS.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))) {
            return;
        }
        assumeTrue(onPath("npm"), "skipped: there is no npm on the path");
        Ended installed = run(
                List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"),
                Map.of(),
                INSTALL_TIMEOUT);
        assumeTrue(installed.exitCode() == 0, "skipped: npm reaches no registry: " + installed.output());
    }

    private static Ended run(List<String> command, Map<String, String> variables, Duration timeout) throws Exception {
        Path output = INSTALLED.resolve(command.getFirst() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
                return new Ended(-1, "no end within " + timeout.toSeconds() + " s\n" + text(output));
            }
            return new Ended(process.exitValue(), text(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
