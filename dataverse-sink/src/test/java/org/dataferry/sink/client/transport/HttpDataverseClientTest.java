package org.dataferry.sink.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.DataverseRequest.Method;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.testing.ScriptedDataverse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpDataverseClientTest {
    private static final DataverseRequest WRITE =
            DataverseRequest.json(Operation.CREATE, Method.POST, "accounts", "{\"name\":\"Ærø\"}");
    private static final DataverseRequest READ = DataverseRequest.get(Operation.READ, "accounts?$select=name");

    private final ScriptedDataverse server = new ScriptedDataverse();
    private final HttpConnections connections = new HttpConnections(Duration.ofMillis(700), Duration.ofSeconds(2));
    private final HttpDataverseClient client =
            new HttpDataverseClient(connections.http(), server.endpoint(), Clock.systemUTC(), ReplyListener.NONE);

    @AfterEach
    void close() {
        connections.close();
        server.close();
    }

    @Test
    void sendsWhatTheProtocolAsksFor() throws Exception {
        server.then(ScriptedDataverse.noContent());

        Answer<Reply> answer = client.send(WRITE);

        assertThat(answer).isInstanceOf(Succeeded.class);
        RecordedRequest request = server.requests().getFirst();
        assertThat(request.getTarget()).isEqualTo("/api/data/v9.2/accounts");
        assertThat(request.getBody().utf8()).isEqualTo("{\"name\":\"Ærø\"}");
        assertThat(request.getHeaders().get("OData-Version")).isEqualTo("4.0");
        assertThat(request.getHeaders().get("OData-MaxVersion")).isEqualTo("4.0");
        assertThat(request.getHeaders().get("If-None-Match")).isEqualTo("null");
        assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json; charset=utf-8");
    }

    @Test
    void keepsItsEncodingOfThePath() throws Exception {
        server.then(ScriptedDataverse.noContent());

        client.send(DataverseRequest.get(Operation.READ, "accounts(mig_key=%27it%27%27s%20%C3%A9%27)?$select=name"));

        assertThat(server.requests().getFirst().getTarget())
                .isEqualTo("/api/data/v9.2/accounts(mig_key=%27it%27%27s%20%C3%A9%27)?$select=name");
    }

    @Test
    void returnsNoAffinityCookie() throws Exception {
        server.then(new MockResponse.Builder()
                        .code(204)
                        .addHeader("Set-Cookie", "ARRAffinity=abc;Path=/")
                        .build())
                .then(ScriptedDataverse.noContent());

        client.send(WRITE);
        client.send(WRITE);

        assertThat(server.requests().getLast().getHeaders().get("Cookie")).isNull();
    }

    @Test
    void isUnavailableWhenTheConnectionIsRefused() throws Exception {
        URI nobody = URI.create("http://localhost:" + freePort());
        DataverseEndpoint endpoint = new DataverseEndpoint(nobody, nobody, "client", new Secret("hush"));

        Answer<Reply> answer = new HttpDataverseClient(
                        connections.http(), endpoint, Clock.systemUTC(), ReplyListener.NONE)
                .send(WRITE);

        assertThat(failure(answer))
                .isInstanceOfSatisfying(
                        Failure.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason()).startsWith("not sent"));
    }

    @Test
    void losesAWriteWhoseConnectionBreaksAfterSending() throws Exception {
        server.then(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());

        assertThat(failure(client.send(WRITE))).isInstanceOf(Failure.Lost.class);
        assertThat(server.requests())
                .as("sent once, never again by the HTTP library")
                .hasSize(1);
    }

    @Test
    void losesAWriteOverAConnectionThatHasJustBeenClosedRatherThanSendItTwice() throws Exception {
        server.then(ScriptedDataverse.noContent()
                        .newBuilder()
                        .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                        .build())
                .then(ScriptedDataverse.noContent());

        client.send(WRITE);
        Thread.sleep(50); // for the end of the connection to arrive

        assertThat(failure(client.send(WRITE))).isInstanceOf(Failure.Lost.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void losesAWriteWhoseReplyIsCutShort() throws Exception {
        server.then(ScriptedDataverse.json(200, "{\"Ids\":[]}".repeat(10_000))
                .newBuilder()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        assertThat(failure(client.send(WRITE))).isInstanceOf(Failure.Lost.class);
    }

    @Test
    void losesAWriteThatIsNotAnsweredInTime() throws Exception {
        server.then(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());

        assertThat(failure(client.send(WRITE))).isInstanceOf(Failure.Lost.class);
    }

    @Test
    void losesNothingWhenAReadIsNotAnswered() throws Exception {
        server.then(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());

        assertThat(failure(client.send(READ))).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void stopsWaitingWhenInterrupted() throws Exception {
        try (HttpConnections patient = new HttpConnections(Duration.ofMinutes(5), Duration.ofSeconds(2))) {
            server.then(new MockResponse.Builder()
                    .onResponseStart(SocketEffect.Stall.INSTANCE)
                    .build());
            HttpDataverseClient waiting =
                    new HttpDataverseClient(patient.http(), server.endpoint(), Clock.systemUTC(), ReplyListener.NONE);
            CompletableFuture<Throwable> ending = new CompletableFuture<>();
            Thread thread = Thread.startVirtualThread(() -> {
                try {
                    waiting.send(WRITE);
                    ending.complete(new AssertionError("should not return"));
                } catch (InterruptedException | RuntimeException end) {
                    ending.complete(end);
                }
            });
            while (server.requests().isEmpty()) {
                Thread.sleep(5);
            }
            thread.interrupt();

            assertThat(ending.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    private static Failure failure(Answer<Reply> answer) {
        return ((Failed<Reply>) answer).failure();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
