package org.dataferry.transform.row;

/**
 * How far fences have come, in rounds: each time that the topic of fences is read to its end is one. A fence that is first
 * seen in a round was written after the round before it had begun.
 */
public interface Fences {

    /** The round that is going on, or the last one. */
    long round();

    /** The latest round in which a fence was first seen that all stages have passed by now; 0 if none has been. */
    long passed();
}
