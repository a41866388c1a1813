package org.dataferry.transform;

import org.dataferry.transform.row.Fences;

/** How far fences have come, as {@link FenceFollower} finds it and all tasks of the instance read it. */
final class FenceProgress implements Fences {

    private volatile long round;
    private volatile long passed;

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

    void passedUpTo(long seenInRound) {
        passed = Math.max(passed, seenInRound);
    }
}
