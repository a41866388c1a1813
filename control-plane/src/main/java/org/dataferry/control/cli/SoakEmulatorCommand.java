package org.dataferry.control.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.dataferry.control.soak.emulator.EmulatorSoak;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "emulator",
        description = "Counts the emulator's limits again from its log, then kills it during bulk writes.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry soak emulator --rows 20000 --kills 5")
final class SoakEmulatorCommand implements Callable<Integer> {

    private static final long MILLIS_PER_MINUTE = 60_000;
    /** With fewer rows there are too few requests to exceed anything. */
    private static final int FEWEST_ROWS = 500;

    private static final int FEWEST_CLIENTS = 5;
    private static final int MOST_CLIENTS = 500;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--rows",
            paramLabel = "R",
            defaultValue = "100000",
            description = "Rows written against the limits.")
    private long rows;

    @Option(names = "--clients", paramLabel = "C", defaultValue = "50", description = "Clients at a time.")
    private int clients;

    @Option(names = "--kills", paramLabel = "K", defaultValue = "30", description = "How often it is killed.")
    private int kills;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "30",
            description = "After which nothing new is begun; then the soak is not clean.")
    private double minutes;

    @Option(names = "--seed", paramLabel = "S", description = "Repeats a soak, as far as the machine's timing allows.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        check(rows >= FEWEST_ROWS, "--rows must be at least " + FEWEST_ROWS + ", not " + rows);
        check(
                clients >= FEWEST_CLIENTS && clients <= MOST_CLIENTS,
                "--clients must be between " + FEWEST_CLIENTS + " and " + MOST_CLIENTS + ", not " + clients);
        check(kills >= 0, "--kills must not be negative");
        check(minutes > 0, "--minutes must be above 0");
        Console console = Console.of(command.commandLine(), json);
        EmulatorSoak soak = new EmulatorSoak(
                new EmulatorSoak.Settings(
                        seed == null ? System.nanoTime() : seed, rows, clients, kills, Duration.ofMillis((long)
                                (minutes * MILLIS_PER_MINUTE))),
                console::progress);
        SoakEmulatorDocument document = new SoakEmulatorDocument(soak.run());
        console.result(document.text(), document.json());
        return document.exitCode().number();
    }

    private void check(boolean right, String message) {
        if (!right) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}
