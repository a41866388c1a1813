package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.dataferry.control.ledger.CaptureSigns;

/** For how long capture has written nothing of a source, by looks at what it wrote. For one thread. */
final class SourceSilence {

    private final CaptureSigns signs;
    private final Clock clock;
    private final Map<String, Heard> last = new HashMap<>();

    private record Heard(long records, Instant at) {}

    SourceSilence(CaptureSigns signs, Clock clock) {
        this.signs = signs;
        this.clock = clock;
    }

    /** Since the look that first saw the last record; nothing at the first look. */
    Duration of(String source) {
        long records = signs.records(source);
        Heard heard = last.get(source);
        if (heard == null || heard.records() != records) {
            heard = new Heard(records, clock.instant());
            last.put(source, heard);
        }
        return Duration.between(heard.at(), clock.instant());
    }
}
