package org.dataferry.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Stops servers of a state directory, in parallel. Called while the directory's lock is held. */
record ServerStops(StateDirectory state, Progress progress) {

    /** All that run; returns how many servers are known. */
    int all() throws InterruptedException {
        return these(directory -> true);
    }

    /** Those that run and that the choice names; it is asked once for each server. */
    int these(Predicate<ServerDirectory> choice) throws InterruptedException {
        List<Callable<ServerKind>> stops = new ArrayList<>();
        Arrays.stream(ServerKind.values())
                .map(state::server)
                .filter(choice)
                .forEach(directory -> stops.add(() -> stop(directory)));
        InParallel.run(stops, stopped -> {});
        return stops.size();
    }

    private ServerKind stop(ServerDirectory directory) throws IOException, InterruptedException {
        ServerKind kind = directory.kind();
        Optional<ProcessHandle> process = directory.findProcess();
        if (process.isPresent()) {
            long begin = System.nanoTime();
            ServerStopper.stop(kind, process.get());
            progress.report(
                    kind,
                    "stopped in %d ms"
                            .formatted(
                                    Duration.ofNanos(System.nanoTime() - begin).toMillis()));
        }
        Optional<ServerRecord> record = directory.readRecord();
        if (record.isPresent()) {
            directory.writeRecord(record.get().stopped());
        }
        return kind;
    }
}
