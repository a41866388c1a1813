package org.dataferry.control.bench.operate;

import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.dataferry.control.bench.BenchAdmin;
import org.dataferry.control.bench.BenchServers;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;

/** What operators wait for, on servers of its own that stand in processes of theirs. */
public final class OperateBench {

    private OperateBench() {}

    public static OperateBenchFigures run(OperateBenchSettings settings, Consumer<String> progress, Progress servers)
            throws InterruptedException {
        double loadBefore = load();
        boolean isOfLedger = settings.parts().contains(OperateBenchPart.LEDGER)
                || settings.parts().contains(OperateBenchPart.PREVIEW)
                || settings.parts().contains(OperateBenchPart.WAIVE);
        LedgerRun.Measured measured = isOfLedger ? ledger(settings, progress, servers) : LedgerRun.Measured.NOTHING;
        Optional<Latency> latency = settings.parts().contains(OperateBenchPart.LATENCY)
                ? Optional.of(new LatencyRun(settings, progress).run())
                : Optional.empty();
        return new OperateBenchFigures(
                settings,
                new OperateBenchFigures.Machine(Runtime.getRuntime().availableProcessors(), loadBefore, load()),
                measured.ledger(),
                measured.preview(),
                measured.waiver(),
                latency);
    }

    private static LedgerRun.Measured ledger(
            OperateBenchSettings settings, Consumer<String> progress, Progress progressOfServers)
            throws InterruptedException {
        try (BenchServers servers = BenchServers.start(
                        EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY, ServerKind.LEDGER_POSTGRES),
                        progressOfServers);
                BenchAdmin admin = new BenchAdmin(servers.kafka().client())) {
            return new LedgerRun(settings, servers, admin, progress).run();
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
