package org.dataferry.control.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the last writes were captured, and when the target answered. Outcomes are read before what announced them, so an
 * outcome may have to wait for its announcement here.
 */
final class AnswerDelays {

    /** Some seconds of the fastest run: enough for a median, and about a megabyte. */
    static final int MOST = 20_000;

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Map<Fingerprint, Instant> early = new HashMap<>();
    private Instant newest = Instant.MIN;

    private record Answer(Instant captured, Instant at) {}

    void answered(Instant captured, Instant at) {
        answers.addLast(new Answer(captured, at));
        if (answers.size() > MOST) {
            answers.removeFirst();
        }
    }

    /** The announcement of the write was not read yet. */
    void answeredEarly(Fingerprint write, Instant at) {
        newest = at.isAfter(newest) ? at : newest;
        if (early.size() >= MOST) {
            // A ledger that is read from its beginning: only the last ones matter.
            Instant recent = newest.minusSeconds(60);
            early.values().removeIf(old -> old.isBefore(recent));
        }
        if (early.size() < MOST) {
            early.putIfAbsent(write, at);
        }
    }

    /** Its announcement was read after its outcome. */
    void announced(Fingerprint write, Instant captured) {
        Instant at = early.remove(write);
        if (at != null) {
            answered(captured, at);
        }
    }

    /** It got another outcome than an answer. */
    void forget(Fingerprint write) {
        early.remove(write);
    }

    /**
     * Of those answered since then.
     *
     * @param captureDelays how long capture took
     */
    Optional<AnswerDelay> since(Instant start, CaptureDelays captureDelays) {
        List<Duration> delays = recent(start)
                .map(answer -> positive(Duration.between(captureDelays.committed(answer.captured), answer.at)))
                .sorted()
                .toList();
        return delays.isEmpty()
                ? Optional.empty()
                : Optional.of(new AnswerDelay(delays.size(), delays.get((delays.size() - 1) / 2), delays.getLast()));
    }

    private Stream<Answer> recent(Instant start) {
        return answers.stream().filter(answer -> !answer.at.isBefore(start));
    }

    /** Clocks of two machines may differ. */
    private static Duration positive(Duration delay) {
        return delay.isNegative() ? Duration.ZERO : delay;
    }
}
