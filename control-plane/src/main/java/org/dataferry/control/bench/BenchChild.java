package org.dataferry.control.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.control.ControlException;

/** A part of a benchmark in a Java process of its own, which ends when the process that made it does. */
public final class BenchChild {

    /** The options of this Java that a child needs as well: none that name a file or a port. */
    private static final List<String> PASSED_ON = List.of("--enable-native-access", "--sun-misc-unsafe-memory-access");

    private BenchChild() {}

    /**
     * @param main its class with a main method
     * @param options of Java, such as the heap's limit
     * @param log file for all that it says
     */
    public static Process start(Class<?> main, List<String> options, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-XX:+UseSerialGC");
        command.add("-Dlogback.configurationFile=" + TransformBench.LOG_SETTINGS);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> PASSED_ON.stream().anyMatch(option::startsWith))
                .forEach(command::add);
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new ControlException(main.getSimpleName() + " cannot be started as a process of its own", failed);
        }
    }

    /** Called by the child last. Never returns. */
    public static void endWithParent() throws IOException {
        // Nothing is ever written to it: this returns when the other end is closed, by whatever way that process ended.
        int end = System.in.read();
        Runtime.getRuntime().halt(end < 0 ? 0 : 1);
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
