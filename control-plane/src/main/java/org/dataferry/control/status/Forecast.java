package org.dataferry.control.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.dataferry.control.ledger.Movement;

/** When the target will have caught up. */
public sealed interface Forecast {

    /** There is nothing to catch up with. */
    record Done() implements Forecast {}

    /** Between these two, if the rates of the last minute stay. */
    record Between(Instant earliest, Instant latest) implements Forecast {}

    record Unknown(String why) implements Forecast {}

    /** The end is mostly slower than the middle: rows that waited for others, and rest of batches. */
    double SLOWER_END = 1.25;

    /** Beyond it nobody plans by a rate of one minute. */
    Duration LONGEST = Duration.ofDays(60);

    /**
     * What is under way, by how fast it gets less. The rates at which writes came to their end lately and over a longer
     * span make the range. What comes in counts as it does lately: the longer span may still hold the end of a first load.
     *
     * @param isRead whether the first load was read to its end, so that it is known how much there is
     */
    static Forecast of(Assessment whole, Movement movement, boolean isRead, Instant now) {
        return switch (whole.state()) {
            case IDLE, IN_STEP -> new Done();
            case PAUSED -> new Unknown("it is paused");
            case STALLED -> new Unknown("nothing moves");
            case UNKNOWN -> new Unknown(whole.why());
            case CATCHING_UP ->
                movement.behind() == 0 && isRead
                        ? new Done()
                        : isRead
                                ? between(movement, now)
                                : new Unknown("the tables are still being read for the first time");
        };
    }

    private static Forecast between(Movement movement, Instant now) {
        if (movement.lately().writesPerSecond() == 0 && movement.longer().writesPerSecond() == 0) {
            return new Unknown("nothing was written lately");
        }
        double comes = movement.lately().changesPerSecond();
        double[] closing = DoubleStream.of(
                        movement.lately().writesPerSecond() - comes,
                        movement.longer().writesPerSecond() - comes)
                .sorted()
                .toArray();
        if (closing[0] <= 0) {
            return new Unknown("changes come as fast as they are written");
        }
        Optional<Duration> shortest = time(movement.behind() / closing[1]);
        Optional<Duration> longest = time(SLOWER_END * movement.behind() / closing[0]);
        if (shortest.isEmpty() || longest.isEmpty()) {
            return new Unknown("at this rate it takes more than " + LONGEST.toDays() + " days");
        }
        return new Between(now.plus(shortest.get()), now.plus(longest.get()));
    }

    private static Optional<Duration> time(double seconds) {
        return seconds > LONGEST.toSeconds()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (1_000 * seconds)));
    }
}
