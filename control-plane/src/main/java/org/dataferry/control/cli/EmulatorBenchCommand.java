package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.bench.emulator.EmulatorBench;
import org.dataferry.control.bench.emulator.EmulatorBenchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "emulator",
        description = "The emulator without limits or latencies: bulk upserts and updates, and pages.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry bench emulator --rows 300000 --json")
final class EmulatorBenchCommand implements Callable<Integer> {

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "" + EmulatorBenchSettings.DEFAULT_ROWS,
            description = "Rows that are written, then read (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "" + EmulatorBenchSettings.DEFAULT_BATCH,
            description = "Rows of a bulk request (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "" + EmulatorBenchSettings.DEFAULT_CLIENTS,
            description = "Requests under way at once (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + EmulatorBenchSettings.DEFAULT_SEED,
            description = "Of the rows' contents (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private BenchRun bench;

    @Override
    public Integer call() throws InterruptedException {
        return bench.call(
                this::settings,
                EmulatorBench::run,
                new BenchRun.Document<>(EmulatorBenchDocument::text, EmulatorBenchDocument::json));
    }

    private EmulatorBenchSettings settings() {
        return new EmulatorBenchSettings(rows, batch, clients, seed);
    }
}
