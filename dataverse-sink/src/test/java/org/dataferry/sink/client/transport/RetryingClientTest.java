package org.dataferry.sink.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.DataverseErrorCode;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.protocol.ThrottleFacet;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.client.testing.RecordingSleeper;
import org.junit.jupiter.api.Test;

final class RetryingClientTest {
    private static final DataverseRequest REQUEST = DataverseRequest.delete(Operation.DELETE, "accounts(x)");
    private static final Answer<Reply> DONE = new Succeeded<>(new Reply(204, Map.of(), ""));
    private static final Answer<Reply> BUSY = new Failed<>(new Failure.Unavailable("busy"));

    private final ManualClock clock = new ManualClock();
    private final RecordingSleeper sleeper = new RecordingSleeper(clock);
    private final Queue<Answer<Reply>> script = new ArrayDeque<>();
    private int attempts;

    @Test
    void waitsForRetryAfterWhenThrottled() throws Exception {
        script.add(new Failed<>(new Failure.Throttled(Duration.ofSeconds(40), ThrottleFacet.REQUESTS)));
        script.add(DONE);

        assertThat(client().send(REQUEST)).isEqualTo(DONE);

        assertThat(sleeper.pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(44)));
    }

    @Test
    void neverGivesUpOnAnUnavailableServer() throws Exception {
        for (int times = 0; times < 500; times++) {
            script.add(BUSY);
        }
        script.add(DONE);

        assertThat(client().send(REQUEST)).isEqualTo(DONE);

        assertThat(attempts).isEqualTo(501);
        assertThat(sleeper.pauses().getFirst()).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(sleeper.pauses().get(2)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(2000));
        assertThat(sleeper.pauses()).allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void waitsAtLeastAsLongAsAnUnavailableServerAsks() throws Exception {
        script.add(
                new Failed<>(new Failure.Unavailable("busy", Optional.of(Duration.ofSeconds(90)), Optional.empty())));
        script.add(DONE);

        client().send(REQUEST);

        assertThat(sleeper.pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(90)));
    }

    @Test
    void neverSendsALostWriteAgain() throws Exception {
        Answer<Reply> lost = new Failed<>(new Failure.Lost("reset"));
        script.add(lost);

        assertThat(client().send(REQUEST)).isEqualTo(lost);
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void returnsARefusalAtOnce() throws Exception {
        script.add(refused(ErrorKind.DATA));

        assertThat(client().send(REQUEST)).isEqualTo(refused(ErrorKind.DATA));
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void triesADoubtfulErrorAFewTimes() throws Exception {
        script.addAll(
                List.of(refused(ErrorKind.DOUBTFUL), refused(ErrorKind.DOUBTFUL), refused(ErrorKind.DOUBTFUL), DONE));

        assertThat(client().send(REQUEST)).isEqualTo(refused(ErrorKind.DOUBTFUL));
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void leavesADoubtfulRequestForManyRowsToItsSenderWhoDividesIt() throws Exception {
        script.add(refused(ErrorKind.CONTENTION));
        DataverseRequest bulk = DataverseRequest.json(
                Operation.CREATE_MULTIPLE, DataverseRequest.Method.POST, "accounts/CreateMultiple", "{}");

        assertThat(client().send(bulk)).isEqualTo(refused(ErrorKind.CONTENTION));
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void triesAReadAgainThatTookTooLongAndLeavesAWriteToItsCaller() throws Exception {
        script.addAll(List.of(refused(ErrorKind.TOO_SLOW), DONE, refused(ErrorKind.TOO_SLOW)));

        assertThat(client().send(DataverseRequest.get(Operation.METADATA_READ, "EntityDefinitions")))
                .isEqualTo(DONE);
        assertThat(client().send(REQUEST)).isEqualTo(refused(ErrorKind.TOO_SLOW));
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void countsOnlyDoubtfulAnswersAsDoubtfulAttempts() throws Exception {
        script.addAll(List.of(BUSY, BUSY, BUSY, refused(ErrorKind.DOUBTFUL), refused(ErrorKind.DOUBTFUL), DONE));

        assertThat(client().send(REQUEST)).isEqualTo(DONE);
    }

    @Test
    void beginsNoAttemptAfterTheDeadline() throws Exception {
        script.addAll(List.of(BUSY, BUSY, BUSY, BUSY, BUSY, BUSY));

        Answer<Reply> answer =
                client().send(REQUEST.withDeadline(clock.instant().plusSeconds(2)));

        assertThat(answer).isEqualTo(BUSY);
        assertThat(attempts).isBetween(2, 4);
    }

    @Test
    void returnsTheLastFailureWhenTheLaneStops() throws Exception {
        sleeper.stoppingAtPause(2);
        script.addAll(List.of(BUSY, BUSY, BUSY));

        assertThat(client().send(REQUEST)).isEqualTo(BUSY);
        assertThat(attempts).isEqualTo(2);
    }

    private RetryingClient client() {
        return new RetryingClient(
                request -> {
                    attempts++;
                    return script.remove();
                },
                RetryPolicy.STANDARD,
                clock,
                sleeper,
                new Random(7),
                RequestListener.NONE);
    }

    private static Answer<Reply> refused(ErrorKind kind) {
        return new Failed<>(new Failure.Refused(
                new ApiError(DataverseErrorCode.UNLISTED, "0x1", 500, kind, "An unexpected error", Map.of())));
    }
}
