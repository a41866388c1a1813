package org.dataferry.control.bench.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares dumps in a process of its own, whose memory is measured. Arguments: Kafka, registry, folder, repetitions, and whether
 * the peer runs too. Writes a line for each run to {@code figures.txt}: seconds of ours and of the peer; then the most
 * memory that the process has had, in MiB.
 */
final class DiffChild {

    private static final int KIB_PER_MIB = 1_024;

    private DiffChild() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[2]);
        DiffRun run = new DiffRun(arguments[0], arguments[1], folder);
        int repetitions = Integer.parseInt(arguments[3]);
        boolean withPeer = Boolean.parseBoolean(arguments[4]);
        List<String> lines = new ArrayList<>();
        if (withPeer) {
            // Classes, and the files in the system's cache; not counted.
            run.ours();
            run.peer();
        }
        for (int i = 0; i < repetitions; i++) {
            double ours = run.ours();
            lines.add(ours + " " + (withPeer ? run.peer() : 0));
        }
        lines.add(Long.toString(peakMiB()));
        Files.write(folder.resolve("figures.txt"), lines);
    }

    /** Of the whole process, as Linux counts it; 0 elsewhere. */
    private static long peakMiB() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                .findFirst()
                .orElse(0);
    }
}
