package org.dataferry.sink.client.transport;

import java.time.Duration;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;

/**
 * Sees what a lane does, for metrics and logs. Every start gets an end, also when an exception ends it:
 *
 * <ul>
 *   <li>started
 *       <ul>
 *         <li>throttled, concurrencyChanged, retrying (any number)
 *       </ul>
 *   <li>ended, or broken
 * </ul>
 *
 * Called from many threads, in the request's own; it must not block or throw.
 */
public interface RequestListener {
    RequestListener NONE = new RequestListener() {};

    default void started(DataverseRequest request) {}

    /** @param took from the first attempt to the last answer, pauses included */
    default void ended(DataverseRequest request, Answer<Reply> answer, Duration took) {}

    default void broken(DataverseRequest request, Throwable cause, Duration took) {}

    default void retrying(DataverseRequest request, Failure failure, int attempt, Duration pause) {}

    default void throttled(DataverseRequest request, Failure.Throttled throttled) {}

    default void concurrencyChanged(int limit) {}
}
