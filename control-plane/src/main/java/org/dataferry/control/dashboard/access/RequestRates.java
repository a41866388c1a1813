package org.dataferry.control.dashboard.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often one address may ask: as many requests as a minute has, at once, and more as that minute goes by. */
public final class RequestRates {

    /** Beyond it those that asked longest ago are forgotten. */
    private static final int MOST_KNOWN = 10_000;

    private static final double NANOS_PER_MINUTE = 60e9;

    private final int perMinute;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Bucket {
        private double tokens;
        private long at;
    }

    /** @param nanoTime as {@link System#nanoTime} */
    public RequestRates(int perMinute, LongSupplier nanoTime) {
        this.perMinute = perMinute;
        this.nanoTime = nanoTime;
    }

    /** Whether it may ask once more now. */
    public synchronized boolean take(String address) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(address, first -> {
            Bucket full = new Bucket();
            full.tokens = perMinute;
            full.at = now;
            return full;
        });
        if (buckets.size() > MOST_KNOWN) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        bucket.tokens = Math.min(perMinute, bucket.tokens + (now - bucket.at) / NANOS_PER_MINUTE * perMinute);
        bucket.at = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }
}
