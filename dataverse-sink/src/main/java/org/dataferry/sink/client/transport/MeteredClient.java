package org.dataferry.sink.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Reply;

/** Tells the listener of every request and how it ended. */
public final class MeteredClient implements DataverseClient {
    private final DataverseClient next;
    private final RequestListener listener;
    private final Clock clock;

    public MeteredClient(DataverseClient next, RequestListener listener, Clock clock) {
        this.next = next;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public Answer<Reply> send(DataverseRequest request) throws InterruptedException {
        Instant begin = clock.instant();
        listener.started(request);
        try {
            Answer<Reply> answer = next.send(request);
            listener.ended(request, answer, Duration.between(begin, clock.instant()));
            return answer;
        } catch (InterruptedException | RuntimeException surprise) {
            listener.broken(request, surprise, Duration.between(begin, clock.instant()));
            throw surprise;
        }
    }
}
