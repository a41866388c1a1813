package org.dataferry.control.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.dataferry.control.soak.sink.SinkSoak;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "sink",
        description =
                "Sends writes through real sinks while every fault of the emulator strikes, or while sinks are killed.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry soak sink --processes 2 --minutes 5")
final class SoakSinkCommand implements Callable<Integer> {

    private static final long MILLIS_PER_MINUTE = 60_000;

    /** With fewer there are too few requests for every fault to strike. */
    private static final int FEWEST_WRITES = 500;

    private static final int MOST_PROCESSES = 8;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--writes",
            paramLabel = "N",
            defaultValue = "200000",
            description =
                    "Writes, half of them while one fault strikes, half while all do; with --minutes as many as fit.")
    private long writes;

    @Option(names = "--processes", paramLabel = "P", defaultValue = "1", description = "Sinks in one group.")
    private int processes;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "0",
            description = "Kills one sink every few seconds for so long, and the faults are mixed all the time.")
    private double minutes;

    @Option(names = "--seed", paramLabel = "S", description = "Repeats a soak, as far as the machine's timing allows.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        check(writes >= FEWEST_WRITES, "--writes must be at least " + FEWEST_WRITES + ", not " + writes);
        check(
                processes >= 1 && processes <= MOST_PROCESSES,
                "--processes must be between 1 and " + MOST_PROCESSES + ", not " + processes);
        check(minutes >= 0, "--minutes must not be negative");
        Console console = Console.of(command.commandLine(), json);
        SinkSoak soak = new SinkSoak(
                new SinkSoak.Settings(
                        seed == null ? System.nanoTime() : seed, writes, processes, Duration.ofMillis((long)
                                (minutes * MILLIS_PER_MINUTE))),
                console::progress,
                console.servers());
        FolderLog.to(soak.directory().resolve("soak.log"));
        SoakSinkDocument document = new SoakSinkDocument(soak.run());
        console.result(document.text(), document.json());
        return document.exitCode().number();
    }

    private void check(boolean right, String message) {
        if (!right) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}
