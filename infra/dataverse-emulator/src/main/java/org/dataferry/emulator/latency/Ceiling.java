package org.dataferry.emulator.latency;

import java.time.Duration;
import java.util.Locale;
import org.dataferry.emulator.limits.Facet;
import org.dataferry.emulator.limits.ServiceLimits;
import org.dataferry.emulator.shape.Operation;
import org.dataferry.emulator.shape.RequestShape;
import org.jspecify.annotations.Nullable;

/**
 * The highest rate that any client could sustain, from the emulator's own settings, so that a benchmark has a bound that it did not choose.
 *
 * <p>With t the modelled seconds of a bulk request of b rows, and the limits of one user on one server (R requests, L seconds of execution and C
 * at a time, in a window of W seconds), no client gets more rows a second there than the least of
 *
 * <ul>
 *   <li>requests: R / W × b, as at most R begin in any window;
 *   <li>execution time: (L + C × t) / (W + t) × b / t. The sum is looked at when a request comes, and a request is added when it ends. In any
 *       time of W + t, take the last that came before W of it had passed: those that had ended in the window before it took less than
 *       L, at most C, itself among them, end within t after it, and what came later ends later still;
 *   <li>concurrency: C / t × b;
 * </ul>
 *
 * and for a user on all S servers of at most the entitlement (E + S × C × b) / D in D seconds, by the same argument. Users and servers
 * multiply, a time scale too. The best b of those allowed is taken. What is not counted: the time that the machine itself needs beyond the model,
 * and jitter, which evens out.
 */
public final class Ceiling {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * What is asked.
     *
     * @param columns values in each row
     * @param maxBatch the most rows of a request
     */
    public record Question(
            Operation operation, String table, int columns, boolean bypassesPlugIns, int users, int maxBatch) {}

    /**
     * @param batch the rows of a request with which it is reached
     * @param requestSeconds scaled seconds that such a request takes
     * @param rowsPerSecond on the wall's clock
     * @param bound what would have to be raised
     */
    public record Answer(int batch, double requestSeconds, double rowsPerSecond, Facet bound) {
        public String boundText() {
            return bound.name().toLowerCase(Locale.ROOT);
        }
    }

    private final ServiceLimits limits;
    private final LatencyModel latency;
    private final double timeScale;

    public Ceiling(ServiceLimits limits, LatencyModel latency, double timeScale) {
        this.limits = limits;
        this.latency = latency;
        this.timeScale = timeScale;
    }

    /** Null if the limits are off: then only the machine bounds it. */
    public @Nullable Answer answer(Question question) {
        if (!limits.enabled()) {
            return null;
        }
        Answer best = null;
        for (int batch = 1; batch <= question.maxBatch(); batch++) {
            Answer answer = answer(question, batch);
            if (best == null || answer.rowsPerSecond() > best.rowsPerSecond()) {
                best = answer;
            }
        }
        return best;
    }

    private Answer answer(Question question, int batch) {
        double t = seconds(question, batch);
        double window = seconds(limits.window());
        double requests = limits.requests() / window * batch;
        double concurrency = t == 0 ? Double.POSITIVE_INFINITY : limits.concurrent() / t * batch;
        double execution = t == 0
                ? Double.POSITIVE_INFINITY
                : (seconds(limits.executionTime()) + limits.concurrent() * t) / (window + t) * batch / t;
        double perServer = Math.min(requests, Math.min(concurrency, execution));
        double perUser = perServer * limits.servers();
        Facet bound = perServer == requests
                ? Facet.REQUESTS
                : perServer == execution ? Facet.EXECUTION_TIME : Facet.CONCURRENCY;
        ServiceLimits.Entitlement day = limits.entitlement();
        double entitled = day.enabled()
                ? (day.requests() + (double) limits.servers() * limits.concurrent() * batch) / seconds(day.window())
                : Double.POSITIVE_INFINITY;
        return new Answer(
                batch,
                t,
                Math.min(perUser, entitled) * question.users() * timeScale,
                entitled < perUser ? Facet.ENTITLEMENT : bound);
    }

    /** Scaled seconds of a request. */
    private double seconds(Question question, int batch) {
        if (!latency.enabled()) {
            return 0;
        }
        RequestShape shape = new RequestShape(
                question.operation(),
                question.table(),
                batch,
                LatencyModel.keyed(question.operation()) ? batch : 0,
                batch * question.columns(),
                true,
                question.bypassesPlugIns());
        return latency.nanos(shape) / NANOS_PER_SECOND;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
