package org.dataferry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out which process listens on a port, as far as {@code /proc} tells: for processes of the same user, or of all to root. */
final class PortHolder {

    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortHolder() {}

    /** For a message: the process, or that it is another one. */
    static String describe(int port) {
        try {
            return find(port)
                    .flatMap(ProcessHandle::of)
                    .map(process -> "process %d (%s)"
                            .formatted(process.pid(), process.info().command().orElse("unknown command")))
                    .orElse("another process");
        } catch (IOException e) {
            return "another process";
        }
    }

    private static Optional<Long> find(int port) throws IOException {
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            if (Files.isReadable(Path.of(table))) {
                try (Stream<String> lines = Files.lines(Path.of(table))) {
                    lines.map(line -> line.strip().split("\\s+"))
                            .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENING))
                            .filter(fields -> fields[LOCAL_ADDRESS].endsWith(String.format(Locale.ROOT, ":%04X", port)))
                            .forEach(fields -> sockets.add("socket:[" + fields[INODE] + "]"));
                }
            }
        }
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .map(ProcessHandle::pid)
                        .filter(pid -> hasOpen(pid, sockets))
                        .findFirst();
    }

    private static boolean hasOpen(long pid, Set<String> sockets) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> isOneOf(file, sockets));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOneOf(Path file, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
            return false;
        }
    }
}
