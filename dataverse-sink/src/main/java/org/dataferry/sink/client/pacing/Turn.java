package org.dataferry.sink.client.pacing;

/** Whether a request may begin. */
public sealed interface Turn {
    /** At once. */
    record Now() implements Turn {}

    /**
     * Not before some time has passed.
     *
     * @param nanos in the server's time, to be divided by the time scale
     */
    record Later(long nanos) implements Turn {}

    /** Not before another request has ended. */
    record WhenOneEnds() implements Turn {}
}
