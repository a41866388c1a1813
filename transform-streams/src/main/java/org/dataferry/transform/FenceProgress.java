package org.dataferry.transform;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dataferry.transform.row.Fences;

/**
 * How far fences have come, as {@link FenceFollower} finds it and all tasks of the instance read it. A fence says nothing of
 * what other sources had by then, so a round is passed when one of each source is, that was seen in it or later.
 */
final class FenceProgress implements Fences {

    private final Map<String, Long> passedBySource = new ConcurrentHashMap<>();
    private volatile long round;
    private volatile long passed;

    /** @param sources those of which fences come */
    FenceProgress(Collection<String> sources) {
        sources.forEach(source -> passedBySource.put(source, 0L));
    }

    @Override
    public long round() {
        return round;
    }

    @Override
    public long passed() {
        return passed;
    }

    /** A round begins; to be called by one thread. */
    long begin() {
        long next = round + 1;
        round = next;
        return next;
    }

    /** To be called by one thread. */
    void passedUpTo(String source, long seenInRound) {
        passedBySource.merge(source, seenInRound, Math::max);
        passed = passedBySource.values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
    }
}
