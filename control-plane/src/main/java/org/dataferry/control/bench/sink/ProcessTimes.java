package org.dataferry.control.bench.sink;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a process has used of the processors so far, by kind of thread.
 *
 * @param total of the process, by the system
 * @param byThreads nanoseconds of the threads that live; empty where the system does not tell them apart, as only Linux does
 *     (proc(5), {@code /proc/pid/task/tid/schedstat})
 */
record ProcessTimes(long total, Map<ThreadKind, Long> byThreads) {

    static ProcessTimes of(long pid) {
        long total = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
        Map<ThreadKind, Long> times = new EnumMap<>(ThreadKind.class);
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(threads)) {
            return new ProcessTimes(total, times);
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                add(times, thread);
            }
            return new ProcessTimes(total, times);
        } catch (IOException ended) {
            return new ProcessTimes(total, times);
        }
    }

    /** A thread that has just ended is left out. */
    private static void add(Map<ThreadKind, Long> times, Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm")).strip();
            String nanos = Files.readString(thread.resolve("schedstat")).split(" ")[0];
            times.merge(ThreadKind.of(name), Long.parseLong(nanos), Long::sum);
        } catch (IOException | NumberFormatException gone) {
            return;
        }
    }

    /** What was used since then, without the compiler, in nanoseconds. */
    double since(ProcessTimes before) {
        return (double) total - before.total - since(before, ThreadKind.COMPILER);
    }

    double since(ProcessTimes before, ThreadKind kind) {
        return byThreads.getOrDefault(kind, 0L) - before.byThreads.getOrDefault(kind, 0L);
    }

    boolean tellsThreadsApart() {
        return !byThreads.isEmpty();
    }
}
