package org.dataferry.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops one server's process: asks, waits, and in the end kills. Data are safe each way; an orderly stop makes the next start quicker. */
final class ServerStopper {

    private static final Logger LOG = LoggerFactory.getLogger(ServerStopper.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(5);

    /** A signal, and how long it may take until the process is gone. */
    private record Step(String signal, Duration patience) {}

    /** The kernel needs a moment to free the memory of a killed process. */
    private static final Step KILL = new Step("KILL", Duration.ofSeconds(5));

    private ServerStopper() {}

    /** Returns when the process is gone. */
    static void stop(ServerKind kind, ProcessHandle process) throws InterruptedException {
        for (Step step : steps(kind)) {
            signal(process, step.signal());
            if (ends(process, step.patience())) {
                return;
            }
            LOG.warn(
                    "server still running server={} pid={} signal={} waitedMs={}",
                    kind.title(),
                    process.pid(),
                    step.signal(),
                    step.patience().toMillis());
        }
        throw new EmbeddedServersException(
                "%s: process %d could not be killed; it may belong to another user or hang in the kernel"
                        .formatted(kind.title(), process.pid()));
    }

    private static List<Step> steps(ServerKind kind) {
        return switch (kind) {
            case KAFKA, REGISTRY, EMULATOR -> List.of(new Step("TERM", Duration.ofSeconds(8)), KILL);
            // INT is the fast shutdown: TERM would wait for clients. QUIT ends also a sender that waits for its client.
            case SOURCE_POSTGRES, LEDGER_POSTGRES ->
                List.of(new Step("INT", Duration.ofSeconds(6)), new Step("QUIT", Duration.ofSeconds(2)), KILL);
        };
    }

    private static void signal(ProcessHandle process, String signal) throws InterruptedException {
        try {
            new ShortCommand(List.of("sh", "-c", "kill -%s %d".formatted(signal, process.pid())), Path.of("/"), "")
                    .run(SIGNAL_TIMEOUT);
        } catch (IOException e) {
            LOG.warn("signal not sent pid={} signal={}", process.pid(), signal, e);
        }
    }

    private static boolean ends(ProcessHandle process, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (ProcessIdentity.runs(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }
}
