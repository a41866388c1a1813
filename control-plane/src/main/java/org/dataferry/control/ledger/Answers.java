package org.dataferry.control.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.jspecify.annotations.Nullable;

/** When writes got their outcomes. */
final class Answers {

    private final SecondCounts settled = new SecondCounts();
    private @Nullable Instant last;
    private @Nullable Instant lastOfSink;

    void add(RecordedOutcome outcome) {
        last = later(last, outcome.at());
        if (outcome.stage() == RecordedOutcome.Stage.SINK) {
            lastOfSink = later(lastOfSink, outcome.at());
        }
        if (outcome.outcome() instanceof Outcome.Final) {
            settled.add(outcome.at());
        }
    }

    /** Writes a second that came to their end. */
    double perSecond(Instant now, Duration span) {
        return settled.perSecond(now, span);
    }

    /** When a stage said something of a write for the last time. */
    Optional<Instant> last() {
        return Optional.ofNullable(last);
    }

    /** When the sink did: mostly, when the target answered for the last time. */
    Optional<Instant> lastOfSink() {
        return Optional.ofNullable(lastOfSink);
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }
}
