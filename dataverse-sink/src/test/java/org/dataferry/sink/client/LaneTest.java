package org.dataferry.sink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import mockwebserver3.RecordedRequest;
import org.dataferry.sink.client.pacing.Allowance;
import org.dataferry.sink.client.pacing.ProtectionLimits;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.client.rows.WhoAmI;
import org.dataferry.sink.client.testing.ScriptedDataverse;
import org.dataferry.sink.client.token.TokenRefusedException;
import org.dataferry.sink.client.transport.RequestListener;
import org.dataferry.sink.client.transport.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LaneTest {
    private static final EntitySet ACCOUNTS = new EntitySet("accounts", "account", "accountid");
    private static final RowAddress ROW = new RowAddress.ById(UUID.fromString("11111111-2222-3333-4444-555555555555"));
    private static final RetryPolicy QUICK = new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(20), 3);

    private final ScriptedDataverse server = new ScriptedDataverse();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Lane lane = Lane.open(
            server.endpoint(),
            new LaneSettings(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    ProtectionLimits.DOCUMENTED,
                    Allowance.WHOLE,
                    QUICK,
                    Map.of()),
            Clock.systemUTC(),
            new Random(7),
            new Events());

    @AfterEach
    void close() {
        lane.close();
        server.close();
    }

    @Test
    void asksWhoItIs() throws Exception {
        String id = "11111111-2222-3333-4444-555555555555";
        String body = "{\"UserId\":\"%s\",\"BusinessUnitId\":\"%s\",\"OrganizationId\":\"%s\"}".formatted(id, id, id);
        server.then(ScriptedDataverse.json(200, body)
                .newBuilder()
                .setHeader("x-ms-dop-hint", "17")
                .build());

        WhoAmI whoAmI = lane.whoAmI().orThrow("ask who we are");

        assertThat(whoAmI.userId()).isEqualTo(UUID.fromString(id));
        assertThat(whoAmI.recommendedConcurrency()).hasValue(17);
        assertThat(lane.concurrency()).as("begins gently").isEqualTo(2);
    }

    @Test
    void signsEveryRequestWithOneToken() throws Exception {
        server.then(ScriptedDataverse.noContent()).then(ScriptedDataverse.noContent());

        lane.writer().delete(ACCOUNTS, ROW);
        lane.writer().delete(ACCOUNTS, ROW);

        assertThat(server.requests())
                .allSatisfy(request ->
                        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer token-1"));
        RecordedRequest token = server.tokenRequests().getFirst();
        assertThat(server.tokenRequests()).hasSize(1);
        assertThat(token.getBody().utf8())
                .contains("grant_type=client_credentials", "client_id=client-1", "client_secret=s3cret")
                .contains("scope=http%3A%2F%2Flocalhost", "%2F.default");
    }

    @Test
    void renewsARefusedTokenOnceAndSendsOnceMore() throws Exception {
        server.then(ScriptedDataverse.error(401, "0x8005F101", "Access token expired"))
                .then(ScriptedDataverse.noContent());

        assertThat(lane.writer().delete(ACCOUNTS, ROW)).isEqualTo(new Succeeded<>(Done.DONE));

        assertThat(server.requests().getLast().getHeaders().get("Authorization"))
                .isEqualTo("Bearer token-2");
    }

    /** Others use the same token, and it may be refused again before this request is back. */
    @Test
    void goesOnWhenTheNextTokenIsRefusedToo() throws Exception {
        server.then(ScriptedDataverse.error(401, "0x8005F101", "Access token expired"))
                .then(ScriptedDataverse.error(401, "0x8005F101", "Access token expired"))
                .then(ScriptedDataverse.noContent());

        assertThat(lane.writer().delete(ACCOUNTS, ROW)).isEqualTo(new Succeeded<>(Done.DONE));

        assertThat(server.tokenRequests()).hasSize(3);
    }

    @Test
    void doesNotLoopOnATokenThatIsNeverAccepted() throws Exception {
        server.otherwise(request -> ScriptedDataverse.json(401, ""));

        Failure failure = failure(lane.writer().delete(ACCOUNTS, ROW));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        Failure.Refused.class,
                        refused -> assertThat(refused.error().kind()).isEqualTo(ErrorKind.UNAUTHENTICATED));
        assertThat(server.requests()).hasSize(4);
        assertThat(server.tokenRequests()).hasSize(4);
    }

    @Test
    void saysWhatIsWrongWithTheSecret() {
        server.thenToken(
                ScriptedDataverse.json(
                        401,
                        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret provided.\"}"));

        assertThatThrownBy(() -> lane.writer().delete(ACCOUNTS, ROW))
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("/tenant/oauth2/v2.0/token")
                .hasMessageContaining("client-1")
                .hasMessageContaining("invalid_client")
                .hasMessageContaining("AADSTS7000215")
                .hasMessageNotContaining("s3cret");
        assertThat(events).containsExactly("started", "broken");
    }

    @Test
    void waitsForATokenEndpointThatIsDown() throws Exception {
        server.thenToken(ScriptedDataverse.json(503, "")).then(ScriptedDataverse.noContent());

        assertThat(lane.writer().delete(ACCOUNTS, ROW)).isEqualTo(new Succeeded<>(Done.DONE));
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void goesOnAfterThrottlingAndTellsTheListener() throws Exception {
        server.then(ScriptedDataverse.throttled(1)).then(ScriptedDataverse.noContent());
        long begin = System.nanoTime();

        assertThat(lane.writer().delete(ACCOUNTS, ROW)).isEqualTo(new Succeeded<>(Done.DONE));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(events).containsExactly("started", "throttled", "retrying 1", "ended");
    }

    @Test
    void endsItsWaitsWhenStopped() throws Exception {
        server.otherwise(request -> ScriptedDataverse.throttled(600));
        CompletableFuture<Answer<Done>> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                answer.complete(lane.writer().delete(ACCOUNTS, ROW));
            } catch (InterruptedException | RuntimeException unexpected) {
                answer.completeExceptionally(unexpected);
            }
        });
        while (!events.contains("retrying 1")) {
            Thread.sleep(5);
        }

        lane.stop();

        assertThat(failure(answer.get(5, TimeUnit.SECONDS))).isInstanceOf(Failure.Throttled.class);
    }

    private static Failure failure(Answer<?> answer) {
        return ((Failed<?>) answer).failure();
    }

    private final class Events implements RequestListener {
        @Override
        public void started(DataverseRequest request) {
            events.add("started");
        }

        @Override
        public void ended(DataverseRequest request, Answer<Reply> answer, Duration took) {
            events.add("ended");
        }

        @Override
        public void broken(DataverseRequest request, Throwable cause, Duration took) {
            events.add("broken");
        }

        @Override
        public void retrying(DataverseRequest request, Failure failure, int attempt, Duration pause) {
            events.add("retrying " + attempt);
        }

        @Override
        public void throttled(DataverseRequest request, Failure.Throttled throttled) {
            events.add("throttled");
        }

        @Override
        public void concurrencyChanged(int limit) {
            events.add("concurrency " + limit);
        }
    }
}
