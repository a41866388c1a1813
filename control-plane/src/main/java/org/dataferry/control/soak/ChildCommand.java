package org.dataferry.control.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.control.ControlException;

/** A command of {@code ferry} as a child process. */
final class ChildCommand {

    private static final String MAIN_CLASS = "org.dataferry.control.cli.FerryApp";

    /** Five of them and five servers share a machine. */
    private static final String HEAP = "-Xmx256m";

    private ChildCommand() {}

    /** @param output file for all that it says */
    static Process start(List<String> arguments, Path output) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN_CLASS));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException failed) {
            throw new ControlException("ferry " + arguments.getFirst() + " cannot be started: " + failed, failed);
        }
    }
}
