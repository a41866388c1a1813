package org.dataferry.sink.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;

/**
 * Sends again what was certainly not done. Throttled and unavailable requests are tried without end, because a healthy
 * write must not fail for the server's troubles; a deadline, a stop or an interrupt ends it. {@link Failure.Lost} is
 * never sent again here.
 */
public final class RetryingClient implements DataverseClient {
    private final DataverseClient next;
    private final RetryPolicy policy;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final RequestListener listener;

    /** @param random is shared by all threads of the lane, so it has to be safe for that */
    public RetryingClient(
            DataverseClient next,
            RetryPolicy policy,
            Clock clock,
            Sleeper sleeper,
            RandomGenerator random,
            RequestListener listener) {
        this.next = next;
        this.policy = policy;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.listener = listener;
    }

    @Override
    public Answer<Reply> send(DataverseRequest request) throws InterruptedException {
        // Counted by the way of failing: a busy server must not use up the attempts of a doubtful error.
        Map<Class<? extends Failure>, Integer> failures = new HashMap<>();
        while (true) {
            Answer<Reply> answer = next.send(request);
            if (!(answer instanceof Failed<Reply>(Failure failure))) {
                return answer;
            }
            int attempt = failures.merge(failure.getClass(), 1, Integer::sum);
            Optional<Duration> pause = policy.pause(request.operation(), failure, attempt, request.reads(), random);
            if (pause.isEmpty() || request.pastDeadline(clock.instant().plus(pause.get()))) {
                return answer;
            }
            listener.retrying(request, failure, attempt, pause.get());
            if (!sleeper.sleep(pause.get())) {
                return answer;
            }
        }
    }
}
