package org.dataferry.control.soak.emulator;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.dataferry.control.ControlException;
import org.dataferry.control.soak.Findings;

/**
 * Parallel clients write rows against one facet of the limits. Two in three wait as long as they are told, the others push on; each repeats a
 * refused request until it is taken.
 */
final class ThrottlePass {

    /** Rows of a request: few, so that there are many requests. */
    static final int BATCH = 5;

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int ONE_IN = 3;
    private static final int SHORTEST_PUSH_MILLIS = 100;
    private static final int PUSH_SPREAD_MILLIS = 400;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String ACTION = "accounts/Microsoft.Dynamics.CRM.CreateMultiple";

    /**
     * @param facet as the log names it
     * @param limit of the facet, for people
     * @param settings that are in force during the pass
     */
    record Plan(String facet, long limit, String settings, ThrottleAudit.Limits limits, long rows) {}

    private final EmulatorApi api;
    private final int clients;
    private final Random random;
    private final long end;
    private final Findings findings;
    private final AtomicLong nextBatch = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong throttled = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();

    /** @param end by the nano clock, after which no request is begun */
    ThrottlePass(EmulatorApi api, int clients, Random random, long end, Findings findings) {
        this.api = api;
        this.clients = clients;
        this.random = random;
        this.end = end;
        this.findings = findings;
    }

    EmulatorSoakReport.Pass run(Plan plan) throws InterruptedException {
        api.change(plan.settings());
        api.forget();
        long firstNumber = api.nextLogNumber();
        long start = System.nanoTime();
        write((plan.rows() + BATCH - 1) / BATCH);
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        List<LogLine> log = new ArrayList<>();
        long first = api.log(log::add);
        if (first > firstNumber) {
            findings.add(Invariants.LOGGED, plan.facet() + ": the log begins at " + first + ", not at " + firstNumber);
        }
        ThrottleAudit audit = new ThrottleAudit(plan.limits(), findings);
        audit.check(log);
        compare(plan, log);
        return new EmulatorSoakReport.Pass(
                plan.facet(), plan.limit(), stored.get(), answered.get(), throttled.get(), audit.edge(), seconds);
    }

    private void write(long batches) throws InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < clients; client++) {
                Random own = new Random(random.nextLong());
                running.add(threads.submit(() -> {
                    client(own, batches);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new ControlException("a client of the soak failed: " + failed.getCause(), failed.getCause());
        }
    }

    private void client(Random own, long batches) throws InterruptedException {
        boolean patient = own.nextInt(ONE_IN) != 0;
        for (long batch = nextBatch.getAndIncrement(); batch < batches; batch = nextBatch.getAndIncrement()) {
            HttpResponse<String> answer = api.post(ACTION, body(batch));
            answered.incrementAndGet();
            while (answer.statusCode() == TOO_MANY_REQUESTS) {
                throttled.incrementAndGet();
                if (System.nanoTime() > end) {
                    findings.add(Invariants.COMPLETE, "time was up before batch " + batch + " was taken");
                    return;
                }
                Thread.sleep(pause(own, patient, answer));
                answer = api.post(ACTION, body(batch));
                answered.incrementAndGet();
            }
            if (answer.statusCode() != OK) {
                findings.add(
                        Invariants.STORED,
                        "batch " + batch + " was answered " + answer.statusCode() + ": " + answer.body());
            } else {
                stored.addAndGet(BATCH);
            }
        }
    }

    private static long pause(Random own, boolean patient, HttpResponse<String> answer) {
        long told = answer.headers().firstValueAsLong("Retry-After").orElse(1) * MILLIS_PER_SECOND;
        return patient ? told : Math.min(told, SHORTEST_PUSH_MILLIS + own.nextInt(PUSH_SPREAD_MILLIS));
    }

    private static String body(long batch) {
        StringBuilder body = new StringBuilder("{\"Targets\":[");
        for (int i = 0; i < BATCH; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"")
                    .append(batch)
                    .append('-')
                    .append(i)
                    .append("\"}");
        }
        return body.append("]}").toString();
    }

    private void compare(Plan plan, List<LogLine> log) {
        long refusedInLog =
                log.stream().filter(line -> line.status() == TOO_MANY_REQUESTS).count();
        long writesInLog = log.stream()
                .filter(line -> line.kind().equals("CreateMultiple"))
                .count();
        if (refusedInLog != throttled.get() || writesInLog != answered.get()) {
            findings.add(
                    Invariants.LOGGED,
                    plan.facet() + ": clients got " + answered + " answers, " + throttled + " of them 429; the log has "
                            + writesInLog + " and " + refusedInLog);
        }
        if (throttled.get() == 0) {
            findings.add(Invariants.COMPLETE, plan.facet() + ": nobody was throttled, so nothing was proved");
        }
    }
}
