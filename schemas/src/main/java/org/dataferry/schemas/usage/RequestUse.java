package org.dataferry.schemas.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What one sink process used in one minute, as it knows by now, and whether it could use anything: the last record of a key
 * counts.
 *
 * @param process the name of the process
 * @param from the beginning of the minute
 * @param requests as an entitlement counts them
 * @param shutOut whom of its application users Dataverse did not let in, and why; empty while it let in one
 */
public record RequestUse(String process, Instant from, long requests, Optional<String> shutOut) {
    public RequestUse {
        from = minuteOf(from);
    }

    public RequestUse(String process, Instant from, long requests) {
        this(process, from, requests, Optional.empty());
    }

    /** The minute that a moment falls in, by its beginning. */
    public static Instant minuteOf(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MINUTES);
    }

    /** The key of the topic. */
    public String key() {
        return process + "/" + from;
    }

    public RequestUse plus(long more) {
        return new RequestUse(process, from, requests + more, shutOut);
    }

    /** As it stands by now. */
    public RequestUse shutOut(Optional<String> now) {
        return new RequestUse(process, from, requests, now);
    }
}
