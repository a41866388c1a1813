package org.dataferry.control.soak.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;
import org.dataferry.control.soak.Findings;

/**
 * First the limits: rows written by parallel clients at ten times the speed, a pass for each facet, every decision counted again from the request
 * log. Then the strength: kill -9 during parallel bulk writes, and a look at what is there, after each kill and once more at the end.
 */
public final class EmulatorSoak {

    /**
     * @param rows of the passes together
     * @param clients at a time
     * @param kills of the emulator
     * @param longest after which nothing new is begun
     */
    public record Settings(long seed, long rows, int clients, int kills, Duration longest) {}

    private static final int SCALE = 10;
    private static final long DOCUMENTED_REQUESTS = 6000;
    private static final long DOCUMENTED_EXECUTION_SECONDS = 1200;
    private static final long DOCUMENTED_WINDOW_SECONDS = 300;
    /** For few rows, so that a short soak does not wait for half a minute. */
    private static final long SHORT_WINDOW_SECONDS = 30;

    private static final long ROWS_OF_A_LONG_SOAK = 20_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** As good as none. */
    private static final long MUCH = 1_000_000;
    /** Enough for the requests of one pass with their repetitions. */
    private static final int LOG_ENTRIES = 400_000;

    private static final double SHARE_OF_REQUESTS = 0.6;
    private static final double SHARE_OF_OTHERS = 0.2;

    private final Settings settings;
    private final Consumer<String> say;
    private final Path folder;
    private final Findings findings = new Findings(Invariants.ALL);

    /** @param say told of every step */
    public EmulatorSoak(Settings settings, Consumer<String> say) {
        this.settings = settings;
        this.say = say;
        try {
            folder = Files.createTempDirectory("ferry-soak-emulator-");
        } catch (IOException failed) {
            throw new ControlException("no folder for the soak can be made: " + failed, failed);
        }
    }

    public EmulatorSoakReport run() throws InterruptedException {
        long end = System.nanoTime() + settings.longest().toNanos();
        Random random = new Random(settings.seed());
        List<EmulatorSoakReport.Pass> passes = throttle(random, end);
        List<KillRound> rounds = kill(random, end);
        EmulatorSoakReport report = new EmulatorSoakReport(
                settings.seed(),
                passes,
                rounds.size(),
                rounds.stream().mapToLong(KillRound::answered).sum(),
                rounds.stream().mapToLong(KillRound::unanswered).sum(),
                rounds.stream().mapToLong(KillRound::unansweredThere).sum(),
                rounds.stream().mapToLong(KillRound::rows).sum(),
                findings.all(),
                folder.toString());
        if (report.isClean()) {
            delete();
        }
        return report;
    }

    private List<EmulatorSoakReport.Pass> throttle(Random random, long end) throws InterruptedException {
        List<EmulatorSoakReport.Pass> passes = new ArrayList<>();
        Path data = folder.resolve("limits");
        try (EmulatorProcess process =
                        start(data, "timeScale: " + SCALE + "\nrequestLog: {entries: " + LOG_ENTRIES + "}\n");
                EmulatorApi api = new EmulatorApi(process.url())) {
            for (ThrottlePass.Plan plan : plans()) {
                EmulatorSoakReport.Pass pass =
                        new ThrottlePass(api, settings.clients(), random, end, findings).run(plan);
                passes.add(pass);
                say.accept("limit of " + pass.facet() + " " + pass.limit() + ": " + pass.rows() + " rows, "
                        + pass.requests() + " requests, " + pass.throttled() + " throttled, " + pass.edge()
                        + " at the edge, " + Math.round(pass.seconds()) + " s");
            }
            long answered =
                    passes.stream().mapToLong(EmulatorSoakReport.Pass::rows).sum();
            api.change("limits: {enabled: false}\nlatency: {enabled: false}");
            long stored = api.storedRows("account");
            if (stored != answered) {
                findings.add(Invariants.STORED, answered + " rows were answered, " + stored + " are there");
            }
        }
        return passes;
    }

    /** The documented limits, or lower ones where there are too few rows to exceed them; a facet alone at a time. */
    private List<ThrottlePass.Plan> plans() {
        long most = (long) (settings.rows() * SHARE_OF_REQUESTS);
        long other = (long) (settings.rows() * SHARE_OF_OTHERS);
        boolean isLong = settings.rows() >= ROWS_OF_A_LONG_SOAK;
        // A slow machine has to come to the limit within the window too.
        long part = isLong ? 2 : 3;
        long window = isLong ? DOCUMENTED_WINDOW_SECONDS : SHORT_WINDOW_SECONDS;
        long requests = Math.min(DOCUMENTED_REQUESTS, Math.max(1, most / ThrottlePass.BATCH / part));
        long seconds = Math.min(DOCUMENTED_EXECUTION_SECONDS, Math.max(1, other / ThrottlePass.BATCH / part));
        long concurrent = Math.max(1, settings.clients() * 2L / 5);
        return List.of(
                plan("requests", requests, requests, MUCH, MUCH, "latency: {enabled: false}", window, most),
                plan("execution_time", seconds, MUCH, seconds, MUCH, "latency: {request: 1s, row: 0s}", window, other),
                plan(
                        "concurrency",
                        concurrent,
                        MUCH,
                        MUCH,
                        concurrent,
                        "latency: {request: 1s, row: 0s}",
                        window,
                        other));
    }

    private static ThrottlePass.Plan plan(
            String facet,
            long limit,
            long requests,
            long seconds,
            long concurrent,
            String latency,
            long window,
            long rows) {
        return new ThrottlePass.Plan(
                facet,
                limit,
                "limits: {requests: " + requests + ", executionTime: " + seconds + "s, concurrent: " + concurrent
                        + ", window: " + window + "s}\n" + latency,
                new ThrottleAudit.Limits(requests, seconds * NANOS_PER_SECOND, concurrent, window * NANOS_PER_SECOND),
                rows);
    }

    private List<KillRound> kill(Random random, long end) throws InterruptedException {
        List<KillRound> rounds = new ArrayList<>();
        Path data = folder.resolve("kills");
        EmulatorProcess process = start(data, "{}\n");
        try {
            for (int number = 1; number <= settings.kills(); number++) {
                if (System.nanoTime() > end) {
                    findings.add(Invariants.COMPLETE, "time was up after " + rounds.size() + " kills");
                    break;
                }
                KillRound round = new KillRound(number, random, findings);
                rounds.add(round);
                try (EmulatorApi api = new EmulatorApi(process.url())) {
                    round.write(api, process);
                }
                process = start(data, "{}\n");
                try (EmulatorApi api = new EmulatorApi(process.url())) {
                    round.check(api);
                }
                say.accept("kill " + number + ": " + round.answered() + " bulk writes answered, " + round.unanswered()
                        + " not, " + round.unansweredThere() + " of these there, " + round.rows() + " rows");
            }
            try (EmulatorApi api = new EmulatorApi(process.url())) {
                for (KillRound round : rounds) {
                    round.check(api);
                }
            }
        } finally {
            process.close();
        }
        return rounds;
    }

    private EmulatorProcess start(Path data, String yaml) throws InterruptedException {
        Path file = folder.resolve("settings.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException failed) {
            throw new ControlException(file + " cannot be written: " + failed, failed);
        }
        return EmulatorProcess.start(data, file, folder.resolve("emulator.txt"));
    }

    private void delete() {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new ControlException(folder + " cannot be deleted: " + failed, failed);
        }
    }
}
