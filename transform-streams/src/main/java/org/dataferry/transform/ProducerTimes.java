package org.dataferry.transform;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.dataferry.transform.topology.CommitTimes;

/**
 * What the producer of the asking stream thread has spent in commits, by the producer's own count (KIP-761): it flushes,
 * sends the offsets, and commits.
 */
final class ProducerTimes implements CommitTimes {

    private static final String GROUP = "producer-metrics";
    private static final Set<String> PARTS =
            Set.of("flush-time-ns-total", "txn-send-offsets-time-ns-total", "txn-commit-time-ns-total");

    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final Map<Thread, List<Metric>> byThread = new ConcurrentHashMap<>();

    /** @param metrics all those of the Streams application */
    ProducerTimes(Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.metrics = metrics;
    }

    @Override
    public long spentNanos() {
        return byThread.computeIfAbsent(Thread.currentThread(), this::of).stream()
                .mapToLong(part -> ((Number) part.metricValue()).longValue())
                .sum();
    }

    private List<Metric> of(Thread thread) {
        List<Metric> found = metrics.get().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(GROUP)
                        && PARTS.contains(metric.getKey().name())
                        && String.valueOf(metric.getKey().tags().get("client-id"))
                                .startsWith(thread.getName() + "-"))
                .<Metric>map(Map.Entry::getValue)
                .toList();
        if (found.size() != PARTS.size()) {
            throw new IllegalStateException("thread " + thread.getName() + " has one producer with " + PARTS
                    + ", but there are " + found.size());
        }
        return found;
    }
}
