package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.bench.capture.CaptureBench;
import org.dataferry.control.bench.capture.CaptureBenchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "capture",
        description = "Reading a source once and following it, beside Debezium alone and a bare COPY.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry bench capture --rows 100000 --json")
final class CaptureBenchCommand implements Callable<Integer> {

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "" + CaptureBenchSettings.DEFAULT_ROWS,
            description =
                    "Rows of 38 columns that are read, and changes that are followed (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "" + CaptureBenchSettings.DEFAULT_RUNS,
            description = "Of each, in turns (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "" + CaptureBenchSettings.DEFAULT_READERS,
            description = "That read at a time (default: ${DEFAULT-VALUE}).")
    private int readers;

    @Option(
            names = "--latency-seconds",
            paramLabel = "N",
            defaultValue = "" + CaptureBenchSettings.DEFAULT_LATENCY_SECONDS,
            description = "For which 500 changes a second are made (default: ${DEFAULT-VALUE}).")
    private int latencySeconds;

    @Mixin
    private BenchRun bench;

    @Override
    public Integer call() throws InterruptedException {
        return bench.call(
                this::settings,
                CaptureBench::run,
                new BenchRun.Document<>(CaptureBenchDocument::text, CaptureBenchDocument::json));
    }

    private CaptureBenchSettings settings() {
        return new CaptureBenchSettings(rows, runs, readers, latencySeconds);
    }
}
