package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.bench.diff.DiffBench;
import org.dataferry.control.bench.diff.DiffBenchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "diff",
        description = "Dumps: from a closed file to the last acknowledged change.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry bench diff --rows 500000 --json")
final class DiffBenchCommand implements Callable<Integer> {

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "" + DiffBenchSettings.DEFAULT_ROWS,
            description = "Rows of the dumps beside the peer (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--large-rows",
            paramLabel = "N",
            defaultValue = "" + DiffBenchSettings.DEFAULT_LARGE_ROWS,
            description = "Rows for memory and growth; 0 leaves it out (default: ${DEFAULT-VALUE}).")
    private int largeRows;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            defaultValue = "" + DiffBenchSettings.DEFAULT_REPETITIONS,
            description = "Paired runs; the median counts (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + DiffBenchSettings.DEFAULT_SEED,
            description = "Of the rows' contents (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private BenchRun bench;

    @Override
    public Integer call() throws InterruptedException {
        return bench.call(
                this::settings,
                DiffBench::run,
                new BenchRun.Document<>(DiffBenchDocument::text, DiffBenchDocument::json));
    }

    private DiffBenchSettings settings() {
        return new DiffBenchSettings(rows, largeRows, repetitions, seed);
    }
}
