package org.dataferry.control.preview;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.schemas.settings.LimitSettings;

/**
 * What a replay takes, as far as that can be said before. Both are ranges: where rows are refused, and for links and deletes, a
 * request has one row.
 *
 * @param leastRequests if every request is as large as it may be
 * @param mostRequests if every row goes alone
 * @param duration by how fast rows went lately; empty if none went
 */
public record Effort(long leastRequests, long mostRequests, Optional<Range> duration) {

    /** The busiest and the middle one of the half minutes in which rows were written, of the last day in which any were. */
    private static final String RATES = """
            SELECT max(rate), percentile_cont(0.5) WITHIN GROUP (ORDER BY rate)
            FROM (
                SELECT sum(writes) / 30.0 AS rate FROM ferry.sum_step
                WHERE status IN ('APPLIED', 'REJECTED')
                    AND half_minute > (
                        SELECT max(half_minute) FROM ferry.sum_step WHERE status IN ('APPLIED', 'REJECTED')
                    ) - interval '1 day'
                GROUP BY half_minute HAVING sum(writes) > 0
            ) r
            """;

    /** @param most at the pace of the middle one of the half minutes; {@code least} at that of the busiest */
    public record Range(Duration least, Duration most) {}

    private record Rates(double fastest, double usual) {}

    /** Of these rows, by the limits of the sink and by what the ledger has seen. */
    public static Effort of(List<ReplayStep> steps, LimitSettings.Sink limits, LedgerReading ledger) {
        Map<String, Integer> rows = new HashMap<>();
        steps.forEach(step -> rows.merge(step.entity(), 1, Integer::sum));
        long least = rows.values().stream()
                .mapToLong(count -> Math.ceilDiv(count, limits.largestBatch()))
                .sum();
        return new Effort(
                least,
                steps.size(),
                rates(ledger)
                        .map(rates -> new Range(at(steps.size(), rates.fastest()), at(steps.size(), rates.usual()))));
    }

    private static Duration at(int rows, double perSecond) {
        return Duration.ofSeconds((long) Math.ceil(rows / perSecond));
    }

    private static Optional<Rates> rates(LedgerReading ledger) {
        AtomicReference<Optional<Rates>> found = new AtomicReference<>(Optional.empty());
        ledger.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(RATES)) {
                if (row.next() && row.getDouble(2) > 0) {
                    found.set(Optional.of(new Rates(row.getDouble(1), row.getDouble(2))));
                }
            }
        });
        return found.get();
    }
}
