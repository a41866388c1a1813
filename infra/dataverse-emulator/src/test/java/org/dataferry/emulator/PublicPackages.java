package org.dataferry.emulator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The npm packages of {@code src/test/js}, installed by their lock file. Without node, npm or a registry a test is skipped and says so. */
final class PublicPackages {
    private static final Path SCRIPTS = Path.of("src/test/js");
    private static final Path INSTALLED = Path.of("target/public-client");
    private static final String LOCK = "package-lock.json";
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private PublicPackages() {}

    record Ended(int exitCode, String output) {}

    /** The folder with the scripts and {@code node_modules}. */
    static Path install() throws Exception {
        assumeTrue(onPath("node"), "skipped: there is no node on the path");
        Files.createDirectories(INSTALLED);
        boolean locked = Files.exists(INSTALLED.resolve(LOCK))
                && Files.mismatch(SCRIPTS.resolve(LOCK), INSTALLED.resolve(LOCK)) < 0;
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            for (Path file : files.toList()) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // npm writes this file last.
        if (locked && Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))) {
            return INSTALLED;
        }
        assumeTrue(onPath("npm"), "skipped: there is no npm on the path");
        Ended installed =
                run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"), Map.of());
        assumeTrue(installed.exitCode() == 0, "skipped: npm reaches no registry: " + installed.output());
        return INSTALLED;
    }

    static Ended run(List<String> command, Map<String, String> variables) throws Exception {
        Path output = INSTALLED.resolve(command.getFirst() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                return new Ended(-1, "no end within " + TIMEOUT.toSeconds() + " s\n" + text(output));
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
