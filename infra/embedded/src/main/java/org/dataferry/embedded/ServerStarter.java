package org.dataferry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings one server to the point where it answers: joins its process where one runs, starts it on its data where none does. Called while
 * the state directory's lock is held.
 */
record ServerStarter(ServerProgram program, ServerDirectory directory, EmbeddedSettings settings, Progress progress) {

    private static final Duration POLL = Duration.ofMillis(40);

    /** The sockets of a killed server go at once; those of its last clients may stay a moment. */
    private static final Duration PORT_PATIENCE = Duration.ofSeconds(3);

    /** The memory of a killed PostgreSQL is in use until its last child process has noticed. */
    private static final int POSTGRES_ATTEMPTS = 12;

    private static final String MEMORY_IN_USE = "pre-existing shared memory block";

    /**
     * @param ports the server's ports, in case it has to be started
     */
    RunningServer start(List<Integer> ports) throws IOException, InterruptedException {
        Optional<ProcessHandle> running = directory.findProcess();
        return running.isPresent() ? join(running.get()) : launch(ports);
    }

    private RunningServer join(ProcessHandle process) throws IOException, InterruptedException {
        ServerRecord record = directory.readRecord().orElseThrow(this::processWithoutRecord);
        ProcessIdentity me = ProcessIdentity.current();
        ProcessIdentity owner = record.process() == null ? me : record.owner();
        boolean orphan = record.process() == null
                || (owner != null && owner.find().filter(ProcessIdentity::runs).isEmpty());
        ProcessIdentity newOwner = settings.ownership() == Ownership.KEPT ? null : orphan ? me : owner;
        directory.writeRecord(record.running(ProcessIdentity.of(process), newOwner));
        if (orphan) {
            progress.report(program.kind(), "taken over from an earlier start that was killed, pid " + process.pid());
        } else {
            progress.joined(program.kind(), process.pid());
        }
        awaitReady(process, record.port(), System.nanoTime());
        return new RunningServer(directory, process, record.port(), false, orphan && newOwner != null);
    }

    private EmbeddedServersException processWithoutRecord() {
        return new EmbeddedServersException(
                "%s: its process runs, but %s is missing, so its port is not known; stop it with `ferry down` first"
                        .formatted(program.kind().title(), directory.recordFile()));
    }

    private RunningServer launch(List<Integer> ports) throws IOException, InterruptedException {
        Files.createDirectories(directory.path());
        // Before the process exists, so that a process found without a record of it has known ports.
        ServerRecord record = new ServerRecord(ports, null, null, directory.marker());
        directory.writeRecord(record);
        for (int port : ports) {
            if (!Ports.becomesFree(port, PORT_PATIENCE)) {
                throw new PortInUse(program.kind(), port, PortHolder.describe(port), directory);
            }
        }
        progress.report(program.kind(), "starting on port " + record.port());
        program.prepare(directory, progress);
        directory.log().rotate();
        long begin = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            Process process = spawn(record);
            try {
                awaitReady(process.toHandle(), record.port(), begin);
                progress.report(
                        program.kind(),
                        "ready in %d ms"
                                .formatted((System.nanoTime() - begin)
                                        / Duration.ofMillis(1).toNanos()));
                return new RunningServer(
                        directory, process.toHandle(), record.port(), true, settings.ownership() != Ownership.KEPT);
            } catch (EmbeddedServersException e) {
                abandon(process, record);
                if (attempt == POSTGRES_ATTEMPTS || !directory.log().tail().contains(MEMORY_IN_USE)) {
                    throw e;
                }
                Thread.sleep(POLL.multipliedBy(attempt));
            } catch (IOException | InterruptedException | RuntimeException e) {
                abandon(process, record);
                throw e;
            }
        }
    }

    private Process spawn(ServerRecord record) throws IOException {
        Process process = program.command(directory, record.ports()).start();
        @Nullable ProcessIdentity owner = settings.ownership() == Ownership.KEPT ? null : ProcessIdentity.current();
        directory.writeRecord(record.running(ProcessIdentity.of(process.toHandle()), owner));
        return process;
    }

    /** Leaves no half-started server behind. A kill is enough: it served nobody. */
    private void abandon(Process process, ServerRecord record) throws IOException {
        process.destroyForcibly();
        directory.writeRecord(record.stopped());
    }

    private void awaitReady(ProcessHandle process, int port, long begin) throws IOException, InterruptedException {
        while (!program.answers(directory, port)) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (!ProcessIdentity.runs(process)) {
                throw failure("ended before it was ready");
            }
            if (waited.compareTo(settings.readyTimeout()) > 0) {
                throw failure("did not answer within %d s (pid %d)"
                        .formatted(settings.readyTimeout().toSeconds(), process.pid()));
            }
            Thread.sleep(POLL);
        }
        if (!ProcessIdentity.runs(process)) {
            throw failure("ended, and something else answers on port " + port);
        }
        program.answered(directory);
    }

    private EmbeddedServersException failure(String what) {
        return new EmbeddedServersException("%s %s. Its log %s ends with:%n%s"
                .formatted(
                        program.kind().title(),
                        what,
                        directory.log().file(),
                        directory.log().tail()));
    }
}
