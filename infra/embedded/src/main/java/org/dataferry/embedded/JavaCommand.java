package org.dataferry.embedded;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command of a server that runs in a Java process of its own, with the Java that runs this process.
 *
 * @param heap the heap's limit, as {@code -Xmx} takes it
 * @param program main class and arguments, or {@code -jar} and arguments
 */
record JavaCommand(String heap, List<String> options, List<String> program) {

    /**
     * A system property of the process that starts servers: more options for their Java, with blanks between them. For those who
     * build Ferry: tests let servers that live for a minute do without the last compiler, others add a debugger's port.
     */
    private static final String MORE_OPTIONS = "ferry.servers.options";

    ProcessBuilder process(ServerDirectory directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-D" + directory.marker());
        command.add("-Xmx" + heap);
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:-UsePerfData");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(moreOptions());
        command.addAll(program);
        ProcessBuilder process = Detached.process(directory, command);
        // By environment and not as an argument: a process list stays readable, and the marker within what systems tell
        // of arguments.
        process.environment().put("CLASSPATH", currentClassPath());
        // Options meant for this process, a debugger's port among them, are not the servers'.
        process.environment().remove("JDK_JAVA_OPTIONS");
        process.environment().remove("JAVA_TOOL_OPTIONS");
        return process;
    }

    private static List<String> moreOptions() {
        return Arrays.stream(System.getProperty(MORE_OPTIONS, "").split(" "))
                .filter(option -> !option.isBlank())
                .toList();
    }

    /** Absolute, because the server runs in its own folder. */
    private static String currentClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
