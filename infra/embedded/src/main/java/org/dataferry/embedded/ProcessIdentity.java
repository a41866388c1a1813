package org.dataferry.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A process that can be recognised later: a pid alone may since belong to another process.
 *
 * @param startedAtMillis its start as the operating system tells it, in milliseconds since 1970
 */
record ProcessIdentity(long pid, long startedAtMillis) {

    /** The system derives the start from the wall clock, which may be set while a process runs. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(
                process.pid(),
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    static ProcessIdentity current() {
        return of(ProcessHandle.current());
    }

    /** The process, if it still runs. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessIdentity::runs).filter(this::startedThen);
    }

    /** The process, if it still runs and has the marker among its arguments. */
    Optional<ProcessHandle> find(String marker) {
        return find().filter(process -> carries(process, marker));
    }

    /** False also for a process that has ended and whose parent has not asked for its exit code: such a one has no command. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive()
                && (process.info().command().isPresent()
                        || process.info().commandLine().isPresent());
    }

    /** Finds a process that nobody recorded, because its starter was killed in between. */
    static Optional<ProcessHandle> findByMarker(String marker) {
        return ProcessHandle.allProcesses()
                .filter(process -> carries(process, marker))
                .filter(ProcessHandle::isAlive)
                .findFirst();
    }

    private boolean startedThen(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Math.abs(start.toEpochMilli() - startedAtMillis) <= CLOCK_TOLERANCE.toMillis())
                .orElse(false);
    }

    private static boolean carries(ProcessHandle process, String marker) {
        return process.info()
                .arguments()
                .map(arguments -> Arrays.stream(arguments)
                        .anyMatch(argument -> argument.equals(marker) || argument.equals("-D" + marker)))
                .orElse(false);
    }
}
