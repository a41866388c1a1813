package org.dataferry.sink.client.transport;

import java.time.Duration;
import java.util.List;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;

/** Several that see the same, in their order. */
public record RequestListeners(List<RequestListener> all) implements RequestListener {
    public RequestListeners {
        all = List.copyOf(all);
    }

    @Override
    public void started(DataverseRequest request) {
        all.forEach(one -> one.started(request));
    }

    @Override
    public void ended(DataverseRequest request, Answer<Reply> answer, Duration took) {
        all.forEach(one -> one.ended(request, answer, took));
    }

    @Override
    public void broken(DataverseRequest request, Throwable cause, Duration took) {
        all.forEach(one -> one.broken(request, cause, took));
    }

    @Override
    public void retrying(DataverseRequest request, Failure failure, int attempt, Duration pause) {
        all.forEach(one -> one.retrying(request, failure, attempt, pause));
    }

    @Override
    public void throttled(DataverseRequest request, Failure.Throttled throttled) {
        all.forEach(one -> one.throttled(request, throttled));
    }

    @Override
    public void concurrencyChanged(int limit) {
        all.forEach(one -> one.concurrencyChanged(limit));
    }
}
