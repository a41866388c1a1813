package org.dataferry.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Server processes get a session of their own by {@code setsid}, so that Ctrl-C in the terminal reaches the {@code ferry} command alone,
 * which then stops what it owns in order. Where there is no setsid (macOS), they hear Ctrl-C too.
 */
final class Detached {

    private static final boolean SETSID = isOnPath("setsid");

    private Detached() {}

    /** The process of the command keeps its pid: setsid and what follows replace each other by exec. */
    static ProcessBuilder process(ServerDirectory directory, List<String> command) {
        List<String> whole = new ArrayList<>();
        if (SETSID) {
            whole.add("setsid");
        }
        whole.addAll(command);
        return new ProcessBuilder(whole)
                .directory(directory.path().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(directory.log().file().toFile()));
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String folder : path.split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
