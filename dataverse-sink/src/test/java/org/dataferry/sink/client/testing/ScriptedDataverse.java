package org.dataferry.sink.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.sink.client.protocol.DataverseEndpoint;

/** A real HTTP server on loopback that answers as it was told: tokens from one queue, everything else from another. */
public final class ScriptedDataverse implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final Queue<Function<RecordedRequest, MockResponse>> tokens = new ConcurrentLinkedQueue<>();
    private final Queue<Function<RecordedRequest, MockResponse>> answers = new ConcurrentLinkedQueue<>();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<RecordedRequest> tokenRequests = new CopyOnWriteArrayList<>();
    private volatile Function<RecordedRequest, MockResponse> otherwise =
            request -> error(501, "0x0", "Nothing was scripted for " + request.getTarget());

    public ScriptedDataverse() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        try {
            server.start();
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    public DataverseEndpoint endpoint() {
        String base = "http://localhost:" + server.getPort();
        URI token = URI.create(base + "/tenant/oauth2/v2.0/token");
        return new DataverseEndpoint(URI.create(base), token, "client-1", new Secret("s3cret"));
    }

    public ScriptedDataverse then(MockResponse response) {
        answers.add(request -> response);
        return this;
    }

    public ScriptedDataverse thenToken(MockResponse response) {
        tokens.add(request -> response);
        return this;
    }

    public ScriptedDataverse otherwise(Function<RecordedRequest, MockResponse> response) {
        otherwise = response;
        return this;
    }

    public List<RecordedRequest> requests() {
        return requests;
    }

    public List<RecordedRequest> tokenRequests() {
        return tokenRequests;
    }

    public static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/json; odata.metadata=minimal")
                .body(body)
                .build();
    }

    public static MockResponse error(int status, String code, String message) {
        return json(status, "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message));
    }

    public static MockResponse throttled(int seconds) {
        return error(429, "0x80072322", "Number of requests exceeded the limit of 6000")
                .newBuilder()
                .setHeader("Retry-After", seconds)
                .build();
    }

    public static MockResponse noContent() {
        return new MockResponse.Builder().code(204).build();
    }

    public static MockResponse token(String value) {
        return json(200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"%s\"}".formatted(value));
    }

    private MockResponse answer(RecordedRequest request) {
        if (request.getTarget().endsWith("/token")) {
            tokenRequests.add(request);
            Function<RecordedRequest, MockResponse> scripted = tokens.poll();
            return scripted == null ? token("token-" + tokenRequests.size()) : scripted.apply(request);
        }
        requests.add(request);
        Function<RecordedRequest, MockResponse> scripted = answers.poll();
        return (scripted == null ? otherwise : scripted).apply(request);
    }

    @Override
    public void close() {
        server.close();
    }
}
