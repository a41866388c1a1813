package org.dataferry.control.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dataferry.schemas.fence.FenceEvent;

/**
 * How far the target is behind the source.
 *
 * @param changes captured or announced and without an outcome
 * @param behind the age of the oldest thing that the target is not known to have; empty before the first heartbeat. While
 *     nothing runs it grows, as nobody knows what the source did since.
 */
public record Lag(long changes, Optional<Duration> behind) {

    public static Lag of(LedgerReader reader, Instant now) {
        Optional<Duration> sinceHeartbeat =
                reader.lastHeartbeat().map(FenceEvent.Reached::committedAt).map(at -> Duration.between(at, now));
        Optional<Duration> sinceOldest = reader.ledger().oldestInFlight().map(at -> Duration.between(at, now));
        Optional<Duration> longest = sinceHeartbeat.isEmpty()
                ? sinceOldest
                : sinceOldest
                        .filter(age -> age.compareTo(sinceHeartbeat.get()) > 0)
                        .or(() -> sinceHeartbeat);
        return new Lag(reader.ledger().changesUnderway(), longest.map(age -> age.isNegative() ? Duration.ZERO : age));
    }
}
