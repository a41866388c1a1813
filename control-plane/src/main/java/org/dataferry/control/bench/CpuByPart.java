package org.dataferry.control.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Tells how much processor time the stream threads of this process spend in each {@link Part}, while they do their real
 * work: every few milliseconds it asks each for its processor time and its stack, and puts the time since the last look
 * to the part that the thread is in. What is spread over many looks is right within a few hundredths of the whole; a
 * stack is only seen where Java can stop a thread, which favours long loops a little.
 */
final class CpuByPart implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(4);
    private static final Pattern STREAM_THREAD = Pattern.compile(".*-(?:Global)?StreamThread(?:-\\d+)?");
    private static final Pattern GLOBAL = Pattern.compile(".*-GlobalStreamThread");

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<Long, Long> lastNanos = new HashMap<>();
    private final EnumMap<Part, Long> nanos = new EnumMap<>(Part.class);
    private final Thread sampler;
    private volatile boolean stopped;

    private CpuByPart(List<Thread> watched) {
        for (Part part : Part.values()) {
            nanos.put(part, 0L);
        }
        watched.forEach(thread -> lastNanos.put(thread.threadId(), threads.getThreadCpuTime(thread.threadId())));
        sampler = Thread.ofPlatform().name("bench-cpu-by-part").daemon().start(() -> sample(watched));
    }

    /** Watches the stream threads that run at this moment. */
    static CpuByPart watch() {
        return new CpuByPart(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> STREAM_THREAD.matcher(thread.getName()).matches())
                .toList());
    }

    private void sample(List<Thread> watched) {
        while (!stopped) {
            for (Thread thread : watched) {
                long now = threads.getThreadCpuTime(thread.threadId());
                long spent = now - lastNanos.put(thread.threadId(), now);
                if (now > 0 && spent > 0) {
                    partOf(thread).ifPresent(part -> nanos.merge(part, spent, Long::sum));
                }
            }
            try {
                TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    /** The global thread does nothing but take in identities. */
    private static Optional<Part> partOf(Thread thread) {
        return GLOBAL.matcher(thread.getName()).matches() ? Optional.of(Part.LOOKUPS) : Part.of(thread.getStackTrace());
    }

    /** Ends the watch; nanoseconds of processor time by part. */
    Map<Part, Long> stop() throws InterruptedException {
        stopped = true;
        sampler.join(TimeUnit.SECONDS.toMillis(5));
        return Map.copyOf(nanos);
    }

    @Override
    public void close() {
        stopped = true;
        sampler.interrupt();
    }
}
