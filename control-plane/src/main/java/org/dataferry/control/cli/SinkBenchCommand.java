package org.dataferry.control.cli;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dataferry.control.bench.sink.SinkBench;
import org.dataferry.control.bench.sink.SinkBenchPart;
import org.dataferry.control.bench.sink.SinkBenchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sink",
        description = "The sink at the limits of Dataverse, beside a client of fixed parallelism.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry bench sink --parts runs,pacing --json")
final class SinkBenchCommand implements Callable<Integer> {

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            description =
                    "Of runs, pacing, choice, settle, poison, what is measured (default: all). The sink without limits"
                            + " always is, as the speed of time follows from it.")
    private Set<SinkBenchPart> parts = EnumSet.allOf(SinkBenchPart.class);

    @Option(
            names = "--windows",
            paramLabel = "N",
            defaultValue = "" + SinkBenchSettings.DEFAULT_WINDOWS,
            description = "Windows of the limits that each figure is of (default: ${DEFAULT-VALUE}).")
    private int windows;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "" + SinkBenchSettings.DEFAULT_ROWS,
            description = "Rows that are sent without limits (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--quick",
            description =
                    "Few rows and small limits: shows that it works, its figures say nothing. Without --windows and"
                            + " --rows.")
    private boolean quick;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + SinkBenchSettings.DEFAULT_SEED,
            description = "Of the rows' contents (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private BenchRun bench;

    @Override
    public Integer call() throws InterruptedException {
        return bench.call(
                this::settings, SinkBench::run, new BenchRun.Document<>(SinkBenchText::of, SinkBenchDocument::json));
    }

    private SinkBenchSettings settings() {
        return quick ? SinkBenchSettings.quick(parts, seed) : SinkBenchSettings.full(parts, windows, rows, seed);
    }
}
