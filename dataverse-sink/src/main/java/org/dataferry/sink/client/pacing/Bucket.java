package org.dataferry.sink.client.pacing;

/** Spreads the use of a limit evenly: it fills at a rate, up to a depth, and may be overdrawn by what is under way. */
final class Bucket {
    private double level;
    private long asOf;

    /** @param level so much may be used at once in the beginning */
    Bucket(double level, long now) {
        this.level = level;
        asOf = now;
    }

    /**
     * @param perNano how fast it fills
     * @param depth how full it gets
     */
    void fill(long now, double perNano, double depth) {
        level = Math.min(depth, level + (now - asOf) * perNano);
        asOf = now;
    }

    double level() {
        return level;
    }

    void spillAbove(double most) {
        level = Math.min(level, most);
    }

    void take(double amount) {
        level -= amount;
    }

    void giveBack(double amount) {
        level += amount;
    }
}
