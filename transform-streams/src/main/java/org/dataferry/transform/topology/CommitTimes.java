package org.dataferry.transform.topology;

/** How long commits take. */
@FunctionalInterface
public interface CommitTimes {

    /** Where time stands still, as in a simulation. */
    CommitTimes NONE = () -> 0;

    /** Nanoseconds that the thread which asks has spent in commits since it began. */
    long spentNanos();
}
