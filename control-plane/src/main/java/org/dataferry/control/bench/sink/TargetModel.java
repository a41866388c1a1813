package org.dataferry.control.bench.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * What the emulator allows each user, and how long its requests take.
 *
 * @param requests that may begin in a window
 * @param execution seconds of execution in a window
 * @param concurrent requests at a time
 * @param request what a request takes
 * @param row what a row takes in it, unless the operation has a ratio
 * @param mostRows the largest batch that the ceilings are computed with
 */
public record TargetModel(
        int requests,
        Duration execution,
        Duration window,
        int concurrent,
        Duration request,
        Duration row,
        int mostRows) {

    /**
     * The documented limits (Microsoft, "Service protection API limits") and the emulator's default model of latency. A bulk
     * request has up to 1,000 rows.
     */
    public static final TargetModel DOCUMENTED = new TargetModel(
            6_000,
            Duration.ofMinutes(20),
            Duration.ofMinutes(5),
            52,
            Duration.ofMillis(90),
            Duration.ofMillis(10),
            1_000);

    /** Windows and limits of a fifteenth, rows ten times as dear: limits that a busy machine can reach, within seconds. */
    public static final TargetModel SMALL = new TargetModel(
            400, Duration.ofSeconds(80), Duration.ofSeconds(20), 8, Duration.ofMillis(90), Duration.ofMillis(100), 20);

    static final int COLUMNS = 38;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS = 1_000;

    /** Settings of the emulator that switch limits and latency off. */
    static String off() {
        ObjectNode settings = JSON.createObjectNode();
        settings.putObject("limits").put("enabled", false);
        settings.putObject("latency").put("enabled", false);
        return settings.toString();
    }

    /** Settings of the emulator that switch both on. */
    String on(double upsertRatio) {
        ObjectNode settings = JSON.createObjectNode();
        settings.putObject("limits")
                .put("enabled", true)
                .put("requests", requests)
                .put("executionTime", text(execution))
                .put("window", text(window))
                .put("concurrent", concurrent);
        settings.putObject("latency")
                .put("enabled", true)
                .put("request", text(request))
                .put("row", text(row))
                .putObject("ratios")
                .put("upsertByKey", upsertRatio);
        return settings.toString();
    }

    TargetModel slower(int times) {
        return new TargetModel(
                requests,
                execution,
                window,
                concurrent,
                request.multipliedBy(times),
                row.multipliedBy(times),
                mostRows);
    }

    /** With so small a part of the execution time. */
    TargetModel narrower(int part) {
        return new TargetModel(requests, execution.dividedBy(part), window, concurrent, request, row, mostRows);
    }

    /**
     * What a client gets that keeps as many requests busy as the window can pay for, evenly. A client that bunches its
     * requests can be ahead of it, as execution time is counted when requests end.
     *
     * @return creates in a second of the target's time, of one user on one server with the best batch size
     */
    double steadyCeiling() {
        double best = 0;
        for (int batch = 1; batch <= mostRows; batch++) {
            double seconds = seconds(request) + batch * seconds(row);
            double busy = Math.min(concurrent, seconds(execution) / seconds(window));
            double begun = Math.min(busy / seconds, requests / seconds(window));
            best = Math.max(best, begun * batch);
        }
        return best;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    private static String text(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
