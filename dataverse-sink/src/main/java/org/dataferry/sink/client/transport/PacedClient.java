package org.dataferry.sink.client.transport;

import java.util.Optional;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;

/** Lets a request through when its application user's {@link Turnstile} does. All requests of a user have to pass through one. */
public final class PacedClient implements DataverseClient {
    private final DataverseClient next;
    private final Turnstile turnstile;
    private final RequestListener listener;

    public PacedClient(DataverseClient next, Turnstile turnstile, RequestListener listener) {
        this.next = next;
        this.turnstile = turnstile;
        this.listener = listener;
    }

    @Override
    public Answer<Reply> send(DataverseRequest request) throws InterruptedException {
        return switch (turnstile.enter(request)) {
            case Succeeded<Turnstile.Passage>(Turnstile.Passage passage) -> sent(request, passage);
            case Failed<Turnstile.Passage>(Failure failure) -> new Failed<>(failure);
        };
    }

    private Answer<Reply> sent(DataverseRequest request, Turnstile.Passage passage) throws InterruptedException {
        Optional<Answer<Reply>> answer = Optional.empty();
        int before = turnstile.concurrency();
        try {
            answer = Optional.of(next.send(request));
            return answer.get();
        } finally {
            int after = turnstile.leave(passage, answer);
            if (answer.orElse(null) instanceof Failed<Reply>(Failure.Throttled throttled)) {
                listener.throttled(request, throttled);
            }
            if (before != after) {
                listener.concurrencyChanged(after);
            }
        }
    }
}
