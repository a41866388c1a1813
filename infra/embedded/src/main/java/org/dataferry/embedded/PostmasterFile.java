package org.dataferry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The file by which PostgreSQL keeps a second server off its data. A killed server leaves it behind, and where its pid still exists, as
 * another process or as one whose parent has not asked for its exit code, PostgreSQL refuses to start.
 *
 * <p>It is not deleted, because it also names the shared memory by which PostgreSQL notices children of the killed server that still work
 * on the data. Only the pid is replaced by one that cannot exist.
 */
record PostmasterFile(Path data) {

    /** Above what any system gives to a process. */
    private static final String NO_PROCESS = Integer.toString(Integer.MAX_VALUE - 1);

    /** Called while no server of ours runs on the data. */
    void forgetDeadServer(ServerKind server, PostgresAccount account) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            return;
        }
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        if (process.isEmpty()) {
            return;
        }
        if (ProcessIdentity.runs(process.get()) && namesData(process.get())) {
            throw new EmbeddedServersException(
                    "%s: a PostgreSQL that ferry did not start runs on %s (pid %d); stop it first"
                            .formatted(server.title(), data, process.get().pid()));
        }
        lines.set(0, NO_PROCESS);
        Path draft = data.resolveSibling("postmaster.pid.new");
        Files.write(draft, lines);
        account.own(draft);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean namesData(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
                .orElse(false);
    }
}
