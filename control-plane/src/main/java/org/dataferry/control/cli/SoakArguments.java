package org.dataferry.control.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every soak can be told. */
final class SoakArguments {

    private static final long MILLIS_PER_MINUTE = 60_000;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "For how long stages are killed; parts of a minute too, such as 0.5.")
    private double minutes;

    @Option(names = "--seed", paramLabel = "S", description = "Repeats a soak, as far as the machine's timing allows.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    Duration length() {
        return Duration.ofMillis((long) (minutes * MILLIS_PER_MINUTE));
    }

    long seed() {
        return seed == null ? System.nanoTime() : seed;
    }

    boolean isJson() {
        return json;
    }
}
