package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.bench.TransformBench;
import org.dataferry.control.bench.emulator.EmulatorBench;
import org.dataferry.control.bench.emulator.EmulatorBenchSettings;
import org.dataferry.control.bench.emulator.EmulatorFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(spec.commandLine(), json);
        // Must come before the first logger is asked for.
        System.setProperty("logback.configurationFile", TransformBench.LOG_SETTINGS);
        EmulatorFigures figures = EmulatorBench.run(settings(), console::progress, console.servers());
        console.result(EmulatorBenchDocument.text(figures), EmulatorBenchDocument.json(figures));
        return ExitCode.DONE.number();
    }

    private EmulatorBenchSettings settings() {
        try {
            return new EmulatorBenchSettings(rows, batch, clients, seed);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }
}
