package org.dataferry.capture.resnapshot;

/**
 * A part of all keys, by a hash of their texts.
 *
 * @param number from 0
 * @param of how many there are
 */
record Share(int number, int of) implements TopicReading.Wanted {

    /** Spreads the hash, whose low bits Kafka's partitions may have in common with it. */
    private static final int GOLDEN = 0x9E37_79B9;

    @Override
    public boolean test(String key) {
        return Integer.remainderUnsigned(key.hashCode() * GOLDEN >>> 1, of) == number;
    }
}
