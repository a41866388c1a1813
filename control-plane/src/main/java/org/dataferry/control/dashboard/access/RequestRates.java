package org.dataferry.control.dashboard.access;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often one address may ask: as many requests as a minute has, at once, and more as that minute goes by. */
public final class RequestRates {

    /** Of a minute; beyond it those that asked longest ago are forgotten. */
    private static final int MOST_KNOWN = 10_000;

    private static final double NANOS_PER_MINUTE = 60e9;

    private final int perMinute;
    private final LongSupplier nanoTime;

    /** Who asked longest ago first. */
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
        forgetOld(now);
        bucket.tokens = Math.min(perMinute, bucket.tokens + (now - bucket.at) / NANOS_PER_MINUTE * perMinute);
        bucket.at = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    /** After a minute a bucket is full again, as that of somebody unknown is. */
    private void forgetOld(long now) {
        Iterator<Bucket> longestAgo = buckets.values().iterator();
        while (longestAgo.hasNext()
                && (now - longestAgo.next().at >= NANOS_PER_MINUTE || buckets.size() > MOST_KNOWN)) {
            longestAgo.remove();
        }
    }

    /** How many it keeps. */
    synchronized int known() {
        return buckets.size();
    }
}
