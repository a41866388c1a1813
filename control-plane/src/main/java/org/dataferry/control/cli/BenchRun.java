package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dataferry.control.bench.TransformBench;
import org.dataferry.embedded.Progress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all benchmarks have in common: how one is run, and its figures are printed. */
final class BenchRun {

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Measures; what is done is told in words, and servers tell how far they are. */
    @FunctionalInterface
    interface Benchmark<S, F> {
        F run(S settings, Consumer<String> say, Progress servers) throws InterruptedException;
    }

    /** How figures are shown. */
    record Document<F>(Function<F, String> text, Function<F, ObjectNode> json) {}

    /** @param settings throws IllegalArgumentException where an option is wrong */
    <S, F> Integer call(Supplier<S> settings, Benchmark<S, F> benchmark, Document<F> document)
            throws InterruptedException {
        Console console = Console.of(command.commandLine(), json);
        // Must come before the first logger is asked for.
        System.setProperty("logback.configurationFile", TransformBench.LOG_SETTINGS);
        F figures = benchmark.run(checked(settings), console::progress, console.servers());
        console.result(document.text().apply(figures), document.json().apply(figures));
        return ExitCode.DONE.number();
    }

    private <S> S checked(Supplier<S> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
        }
    }
}
