package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.bench.TransformBench;
import org.dataferry.control.bench.TransformBenchSettings;
import org.dataferry.control.bench.TransformFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(spec.commandLine(), json);
        // Must come before the first logger is asked for.
        System.setProperty("logback.configurationFile", TransformBench.LOG_SETTINGS);
        TransformFigures figures = TransformBench.run(settings(), console::progress, console.servers());
        console.result(TransformBenchDocument.text(figures), TransformBenchDocument.json(figures));
        return ExitCode.DONE.number();
    }

    private TransformBenchSettings settings() {
        try {
            return new TransformBenchSettings(rows, threads, tables, repetitions, seed);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }
}
