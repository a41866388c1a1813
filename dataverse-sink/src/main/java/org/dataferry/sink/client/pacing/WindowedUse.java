package org.dataferry.sink.client.pacing;

/**
 * How much of one limit a user has used on one server: our own requests, and what else the server counts, be it those of
 * another client with the same user or of an earlier life of this process.
 */
final class WindowedUse {
    /** The part of a window by which our view of its end may differ from the server's: 0.6 s of 300. */
    private static final long UNCERTAIN = 500;

    private final SlidingSum own;
    private final long windowNanos;
    private double foreign;
    private long foreignSince;
    private boolean ended;

    WindowedUse(long windowNanos) {
        this.windowNanos = windowNanos;
        own = new SlidingSum(windowNanos);
    }

    void add(long now, double amount) {
        own.add(now, amount);
    }

    double own(long now) {
        return own.at(now);
    }

    /** Of our own use what the server certainly still counts, although its clock and the network's delay differ. */
    double certain(long now) {
        return own.lasting(now, now + windowNanos / UNCERTAIN);
    }

    double at(long now) {
        return own.at(now) + foreignAt(now);
    }

    /** Nothing is known: as if all were used, evenly over the window that ends now, and by nobody since. */
    void assumeFull(long now, double limit) {
        foreign = limit;
        foreignSince = now;
        ended = true;
    }

    /** The server has said what is left; what others use they go on using. */
    void left(long now, double left, double limit) {
        foreign = Math.max(0, limit - left - own.at(now));
        foreignSince = now;
        ended = false;
    }

    private double foreignAt(long now) {
        double age = (double) (now - foreignSince) / windowNanos;
        return age >= 1 ? 0 : foreign * (ended ? 1 - age : 1);
    }
}
