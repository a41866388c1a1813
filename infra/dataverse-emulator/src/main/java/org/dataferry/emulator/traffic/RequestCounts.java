package org.dataferry.emulator.traffic;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each kind of request came, and how often each status went out. */
public final class RequestCounts {
    private final Map<String, LongAdder> byKind = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> byStatus = new ConcurrentHashMap<>();

    public void kind(String kind) {
        byKind.computeIfAbsent(kind, name -> new LongAdder()).increment();
    }

    public void status(int status) {
        byStatus.computeIfAbsent(String.valueOf(status), name -> new LongAdder())
                .increment();
    }

    public void clear() {
        byKind.clear();
        byStatus.clear();
    }

    public Map<String, Long> kinds() {
        return sums(byKind);
    }

    public Map<String, Long> statuses() {
        return sums(byStatus);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> adders) {
        Map<String, Long> sums = new TreeMap<>();
        adders.forEach((name, adder) -> sums.put(name, adder.sum()));
        return sums;
    }
}
