package org.dataferry.control.projection;

import java.time.Instant;

/**
 * Where a record stands in its topic.
 *
 * @param at the record's timestamp
 */
record Place(int partition, long offset, Instant at) implements Comparable<Place> {

    /** By time, and where that is equal by where they stand. */
    @Override
    public int compareTo(Place other) {
        int byTime = at.compareTo(other.at);
        if (byTime != 0) {
            return byTime;
        }
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }
}
