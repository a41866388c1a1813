package org.dataferry.schemas.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one sink process used in one minute, as it knows by now: the last record of a key counts.
 *
 * @param process the name of the process
 * @param from the beginning of the minute
 * @param requests as an entitlement counts them
 */
public record RequestUse(String process, Instant from, long requests) {
    public RequestUse {
        from = minuteOf(from);
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
        return new RequestUse(process, from, requests + more);
    }
}
