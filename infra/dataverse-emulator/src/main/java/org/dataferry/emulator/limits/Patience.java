package org.dataferry.emulator.limits;

/** How long a client is told to wait, longer the more often it did not. Its owner guards it. */
final class Patience {
    private final TimeScale time;
    private long notBefore = Long.MIN_VALUE;
    private long lastPush;
    private long pushes;

    Patience(TimeScale time) {
        this.time = time;
    }

    void admitted(long now) {
        if (now >= notBefore) {
            pushes = 0;
        }
    }

    /**
     * @param base scaled nanoseconds until there is room
     * @return whole seconds of real time, at least one
     */
    long refused(ServiceLimits.RetryAfter policy, long now, long base) {
        if (now >= notBefore) {
            pushes = 0;
            lastPush = now;
        } else if (now - lastPush >= policy.grace().toNanos()) {
            pushes++;
            lastPush = now;
        }
        long wait = Math.min(
                policy.longest().toNanos(), base + pushes * policy.growth().toNanos());
        long seconds = time.realSeconds(wait);
        notBefore = now + time.scaledNanos(seconds);
        return seconds;
    }
}
