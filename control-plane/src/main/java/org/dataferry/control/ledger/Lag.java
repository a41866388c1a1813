package org.dataferry.control.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the target is behind the source.
 *
 * @param changes records captured that transform has not read, and writes announced without an outcome
 * @param behind the age of the oldest thing that the target is not known to have; empty before the first heartbeat. While
 *     nothing runs it grows, as nobody knows what the source did since.
 */
public record Lag(long changes, Optional<Duration> behind) {

    /**
     * @param unread records captured that transform has not read
     * @param announcedUpTo the moment up to which the source's changes are announced, as far as heartbeats tell
     * @param oldestInFlight when the oldest write without an outcome was captured
     */
    static Lag of(
            long unread,
            long inFlight,
            Optional<Instant> announcedUpTo,
            Optional<Instant> oldestInFlight,
            Instant now) {
        Optional<Instant> oldest = announcedUpTo.isEmpty()
                ? oldestInFlight
                : oldestInFlight.filter(at -> at.isBefore(announcedUpTo.get())).or(() -> announcedUpTo);
        // The source's clock may be ahead of ours.
        return new Lag(
                unread + inFlight, oldest.map(at -> at.isAfter(now) ? Duration.ZERO : Duration.between(at, now)));
    }
}
