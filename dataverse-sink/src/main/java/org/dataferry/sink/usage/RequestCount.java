package org.dataferry.sink.usage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.transport.RequestListener;

/**
 * Counts requests as the entitlement does. Microsoft's page "Requests limits and allocations": creates, reads, updates and deletes
 * count, sign-in and operations on definitions do not. Each target of a bulk request and each part of a batch counts.
 *
 * <p>No page says whether a refused one counts; here it does, as it was worked on, and one that was throttled or not taken does not.
 * What logic in the target does for a row counts as well, and is not seen here.
 */
public final class RequestCount implements RequestListener {
    private final AtomicLong counted = new AtomicLong();

    @Override
    public void ended(DataverseRequest request, Answer<Reply> answer, Duration took) {
        if (wasWorkedOn(answer)) {
            counted.addAndGet(weight(request));
        }
    }

    /** What was counted since the last call. */
    long take() {
        return counted.getAndSet(0);
    }

    private static boolean wasWorkedOn(Answer<Reply> answer) {
        return switch (answer) {
            case Answer.Succeeded<Reply> ignored -> true;
            case Answer.Failed<Reply>(Failure failure) ->
                switch (failure) {
                    case Failure.Refused ignored -> true;
                    case Failure.Lost ignored -> true;
                    case Failure.Throttled ignored -> false;
                    case Failure.Unavailable ignored -> false;
                };
        };
    }

    static int weight(DataverseRequest request) {
        return switch (request.operation()) {
            case WHO_AM_I, METADATA_READ, METADATA_WRITE -> 0;
            case READ, FILE -> 1;
            case CREATE_MULTIPLE, UPDATE_MULTIPLE, UPSERT_MULTIPLE, CREATE, UPDATE, UPSERT, DELETE, BATCH ->
                Math.max(1, request.rows());
        };
    }
}
