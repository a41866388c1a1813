package org.dataferry.acceptance.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processes of one migration: a command, what it started, and servers whose starter is gone. The latter are known by an argument that
 * names the migration's state directory, never by their program's name.
 */
final class ProcessTree {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private ProcessTree() {}

    /** Returns when none of them runs any more. */
    static void kill(ProcessHandle root, Path state) throws InterruptedException {
        List<ProcessHandle> all = withDescendants(root);
        all.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        // Again and again, for what was just being started.
        while (true) {
            List<ProcessHandle> more = of(state);
            more.forEach(ProcessHandle::destroyForcibly);
            all.addAll(more);
            if (all.stream().noneMatch(ProcessTree::runs)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still running after kill -9: "
                        + all.stream().filter(ProcessTree::runs).toList());
            }
            Thread.sleep(POLL);
        }
    }

    /** The processes that name the state directory in their arguments, with their descendants. */
    static List<ProcessHandle> of(Path state) {
        List<ProcessHandle> found = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(process -> names(process, state.toAbsolutePath().toString()))
                .filter(ProcessTree::runs)
                .forEach(process -> found.addAll(withDescendants(process)));
        return found;
    }

    /** The process itself first, so that it starts no more. */
    private static List<ProcessHandle> withDescendants(ProcessHandle process) {
        List<ProcessHandle> all = new ArrayList<>();
        all.add(process);
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.forEach(all::add);
        }
        return all;
    }

    private static boolean names(ProcessHandle process, String state) {
        return process.info()
                .arguments()
                .map(arguments -> Arrays.stream(arguments).anyMatch(argument -> argument.contains(state + "/")))
                .orElse(false);
    }

    /** A dead process whose parent has not asked for its exit code counts as alive, but has no command. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
