package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.bench.TransformBench;
import org.dataferry.control.bench.diff.DiffBench;
import org.dataferry.control.bench.diff.DiffBenchSettings;
import org.dataferry.control.bench.diff.DiffFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(spec.commandLine(), json);
        // Must come before the first logger is asked for.
        System.setProperty("logback.configurationFile", TransformBench.LOG_SETTINGS);
        DiffFigures figures = DiffBench.run(settings(), console::progress, console.servers());
        console.result(DiffBenchDocument.text(figures), DiffBenchDocument.json(figures));
        return ExitCode.DONE.number();
    }

    private DiffBenchSettings settings() {
        try {
            return new DiffBenchSettings(rows, largeRows, repetitions, seed);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }
}
