package org.dataferry.control.cli;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dataferry.control.bench.operate.OperateBench;
import org.dataferry.control.bench.operate.OperateBenchPart;
import org.dataferry.control.bench.operate.OperateBenchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "operate",
        description =
                "What operators wait for: the ledger made anew, its views, previews, changes on their way, replays.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry bench operate --rows 5000000 --json")
final class OperateBenchCommand implements Callable<Integer> {

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            description = "What is measured: ledger, preview, waive, latency (default: all).")
    private Set<OperateBenchPart> parts = EnumSet.allOf(OperateBenchPart.class);

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "" + OperateBenchSettings.DEFAULT_ROWS,
            description = "Rows that the ledger is of (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--questions",
            paramLabel = "N",
            defaultValue = "" + OperateBenchSettings.DEFAULT_QUESTIONS,
            description = "That are asked of each view (default: ${DEFAULT-VALUE}).")
    private int questions;

    @Option(
            names = "--latency-rows",
            paramLabel = "N",
            defaultValue = "" + OperateBenchSettings.DEFAULT_LATENCY_ROWS,
            description = "Rows of the table whose changes are timed (default: ${DEFAULT-VALUE}).")
    private int latencyRows;

    @Option(
            names = "--latency-seconds",
            paramLabel = "N",
            defaultValue = "" + OperateBenchSettings.DEFAULT_LATENCY_SECONDS,
            description = "Of each rate of changes (default: ${DEFAULT-VALUE}).")
    private int latencySeconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + OperateBenchSettings.DEFAULT_SEED,
            description = "Of the rows' contents (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private BenchRun bench;

    @Override
    public Integer call() throws InterruptedException {
        return bench.call(
                this::settings,
                OperateBench::run,
                new BenchRun.Document<>(OperateBenchDocument::text, OperateBenchDocument::json));
    }

    private OperateBenchSettings settings() {
        return new OperateBenchSettings(parts, rows, questions, latencyRows, latencySeconds, seed);
    }
}
