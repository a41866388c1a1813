package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.bench.TransformBench;
import org.dataferry.control.bench.TransformBenchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "transform",
        description = "The transform, whole, beside two foreign-key joins of Kafka Streams; on servers of its own.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry bench transform --rows 100000 --json")
final class TransformBenchCommand implements Callable<Integer> {

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "" + TransformBenchSettings.DEFAULT_ROWS,
            description = "Rows of a full run (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "" + TransformBenchSettings.DEFAULT_THREADS,
            description = "Stream threads of either contender (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--tables",
            paramLabel = "N",
            defaultValue = "" + TransformBenchSettings.DEFAULT_MANY_TABLES,
            description = "Tables of the runs with many (default: ${DEFAULT-VALUE}).")
    private int tables;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            defaultValue = "" + TransformBenchSettings.DEFAULT_REPETITIONS,
            description = "Runs of which the median counts (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + TransformBenchSettings.DEFAULT_SEED,
            description = "Of the rows' contents (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private BenchRun bench;

    @Override
    public Integer call() throws InterruptedException {
        return bench.call(
                this::settings,
                TransformBench::run,
                new BenchRun.Document<>(TransformBenchDocument::text, TransformBenchDocument::json));
    }

    private TransformBenchSettings settings() {
        return new TransformBenchSettings(rows, threads, tables, repetitions, seed);
    }
}
