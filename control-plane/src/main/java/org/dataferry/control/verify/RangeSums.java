package org.dataferry.control.verify;

/**
 * Count and checksum of the rows of one side, per range of keys. A range is all row ids whose digest begins with the same
 * bits, so rows spread evenly over the ranges, whatever their keys are.
 *
 * <p>40 bytes a range, however many rows there are.
 */
final class RangeSums {

    /** A range is read again as a whole if it differs; so many rows are quickly read. */
    private static final long ROWS_PER_RANGE = 1_000;

    private static final int FEWEST_BITS = 4;

    /** 65,536 ranges: 2.6 MB for each side. */
    private static final int MOST_BITS = 16;

    private final int bits;
    private final long[] counts;
    private final long[] highs;
    private final long[] lows;

    RangeSums(int bits) {
        this.bits = bits;
        this.counts = new long[1 << bits];
        this.highs = new long[1 << bits];
        this.lows = new long[1 << bits];
    }

    /** How many bits tell the ranges apart. */
    static int bits(long estimatedRows) {
        int bits = FEWEST_BITS;
        while (bits < MOST_BITS && ROWS_PER_RANGE << bits < estimatedRows) {
            bits++;
        }
        return bits;
    }

    /**
     * @param key the digest of the row id
     * @param row that of the row
     */
    void add(Digest key, Digest row) {
        int range = range(key);
        Digest sum = sum(range).plus(row);
        counts[range]++;
        highs[range] = sum.high();
        lows[range] = sum.low();
    }

    int ranges() {
        return counts.length;
    }

    int range(Digest key) {
        return (int) (key.high() >>> (Long.SIZE - bits));
    }

    /** The least digest of a range. */
    Digest begin(int range) {
        return new Digest((long) range << (Long.SIZE - bits), 0);
    }

    long count(int range) {
        return counts[range];
    }

    Digest sum(int range) {
        return new Digest(highs[range], lows[range]);
    }

    boolean isSame(RangeSums other, int range) {
        return counts[range] == other.counts[range] && sum(range).equals(other.sum(range));
    }

    /** Of all ranges together. */
    Digest total() {
        Digest total = Digest.ZERO;
        for (int range = 0; range < counts.length; range++) {
            total = total.plus(sum(range));
        }
        return total;
    }
}
