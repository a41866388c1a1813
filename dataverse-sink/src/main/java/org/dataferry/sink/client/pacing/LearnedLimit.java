package org.dataferry.sink.client.pacing;

/**
 * A limit as the answers show it: what is left and what we have used together. The documented one until then. The highest
 * that was seen within a window counts, as the use of others and answers under way only ever make it look lower.
 *
 * <p>As our own use is measured here, with the network in it, the limit comes out in our own measure as well.
 */
final class LearnedLimit {
    private static final double TELLING = 0.015;
    private static final double FIRST_STEP = 0.02;
    private static final double LARGEST_STEP = 0.5;
    private static final int MOST_DOUBLINGS = 10;

    /** In a window without a refusal, while nobody can tell how much there is. */
    private static final double RISE = 1.02;

    private final long windowNanos;
    private final double documented;
    private double limit;
    private double highest;
    private long since;
    private boolean begun;

    LearnedLimit(double documented, long windowNanos) {
        this.documented = documented;
        this.windowNanos = windowNanos;
        limit = documented;
    }

    double value() {
        return limit;
    }

    /**
     * The server refused a request, as what was used is all there is.
     *
     * @param inARow how often that has happened since a request was done, from 1: ever larger steps, as one that goes too far
     *     down is taken back with the next answer
     */
    void exceeded(double used, int inARow) {
        double step = FIRST_STEP * (1 << Math.min(inARow - 1, MOST_DOUBLINGS));
        limit = Math.clamp(used * (1 - Math.min(step, LARGEST_STEP)), documented / 10, limit);
        highest = 0;
    }

    /**
     * The server has said what is left, while another process uses the same user: what that one has used is in nobody's sum, so
     * it says how much there is at least. A refusal has told how much there is at most; that is forgotten slowly.
     */
    void seenByOneOfSeveral(long now, double left, double used) {
        if (now - since >= windowNanos) {
            limit = Math.max(limit, Math.min(documented, limit * RISE));
            highest = 0;
            since = now;
        }
        limit = Math.max(limit, left + used);
    }

    /**
     * The server has said what is left.
     *
     * @param left too little tells nothing, as no server says how far above its limit a user is
     */
    void seen(long now, double left, double used) {
        if (left < limit * TELLING) {
            return;
        }
        if (!begun) {
            begun = true;
            since = now;
        }
        highest = Math.max(highest, left + used);
        limit = Math.max(limit, left + used);
        if (now - since >= windowNanos) {
            // Far below the documented one, somebody else takes it, and may stop any time.
            limit = Math.max(highest, documented / 10);
            highest = 0;
            since = now;
        }
    }
}
