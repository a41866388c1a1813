package org.dataferry.acceptance.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One call of the {@code ferry} command, in a process of its own with the options that the script gives.
 *
 * @param options further ones for the process, such as {@code -Dname=value}
 * @param environment variables that the process gets besides those of the test
 * @param state where the migration's state is, by which its processes are known
 */
public record FerryCommand(List<String> arguments, List<String> options, Map<String, String> environment, Path state) {

    /** A command lives for seconds and its servers for minutes, too short for what the last compiler makes to pay for its making. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    /**
     * Loaded classes, kept by the first run of a build for all its commands: loading them is a third of what a short command
     * costs. Java says on standard output that an archive does not fit, so it says nothing.
     */
    private static final List<String> CLASS_ARCHIVE =
            List.of("-XX:SharedArchiveFile=" + Path.of("target", "ferry.jsa").toAbsolutePath(), "-Xlog:disable");

    private static final Set<String> ARCHIVING = Set.of("run", "demo");

    private static final String MAIN_CLASS = "org.dataferry.control.cli.FerryApp";

    /** Far more than any call takes here; a call that hangs must not hang the build. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    public FerryCommand {
        arguments = List.copyOf(arguments);
        options = List.copyOf(options);
        environment = Map.copyOf(environment);
    }

    public FerryCommand option(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new FerryCommand(arguments, more, environment, state);
    }

    public FerryCommand environment(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new FerryCommand(arguments, options, more, state);
    }

    /** Runs it to its end. */
    public FerryResult run() throws InterruptedException {
        return run(PATIENCE);
    }

    public FerryResult run(Duration patience) throws InterruptedException {
        return start().await(patience);
    }

    public FerryProcess start() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                QUICK_START,
                "-Dferry.servers.options=" + QUICK_START,
                "-cp",
                classPath()));
        command.addAll(CLASS_ARCHIVE);
        if (ARCHIVING.contains(arguments.getFirst())) {
            command.add("-XX:+AutoCreateSharedArchive");
        }
        command.addAll(options);
        command.add(MAIN_CLASS);
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().putAll(environment);
        try {
            return new FerryProcess(this, process.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Without the tests' own classes and resources; Maven's runner keeps the whole path in a property of its own. */
    private static String classPath() {
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> entries = new ArrayList<>(List.of(whole.split(File.pathSeparator)));
        entries.removeIf(entry -> entry.endsWith("test-classes") || entry.endsWith("test-classes/"));
        return String.join(File.pathSeparator, entries);
    }

    @Override
    public String toString() {
        return "ferry " + String.join(" ", arguments);
    }
}
