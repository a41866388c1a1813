package org.dataferry.sink.client.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.AnswerReader;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.protocol.DataverseException;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.jspecify.annotations.Nullable;

/** Sends one request once over HTTP and classifies what comes back, or that nothing did. */
public final class HttpDataverseClient implements DataverseClient {
    /** A page of 5,000 rows with a few columns has about 2 MB. More than this is not an answer we asked for. */
    static final long MAX_REPLY_BYTES = 256L * 1024 * 1024;

    private static final Map<String, String> ODATA_HEADERS = Map.of(
            "Accept", "application/json",
            "OData-MaxVersion", "4.0",
            "OData-Version", "4.0",
            // The literal word; recommended on every request against caches in between.
            "If-None-Match", "null");

    private final OkHttpClient http;
    private final DataverseEndpoint endpoint;
    private final Clock clock;
    private final ReplyListener replies;

    /** @param replies hears of each reply, as the answer does not hold all that it says */
    public HttpDataverseClient(OkHttpClient http, DataverseEndpoint endpoint, Clock clock, ReplyListener replies) {
        this.http = http;
        this.endpoint = endpoint;
        this.clock = clock;
        this.replies = replies;
    }

    @Override
    public Answer<Reply> send(DataverseRequest request) throws InterruptedException {
        SendProgress progress = new SendProgress();
        Instant begun = clock.instant();
        try (Response response = http.newCall(httpRequest(request, progress)).execute()) {
            Reply reply = reply(response);
            Instant ended = clock.instant();
            replies.replied(reply, Duration.between(begun, ended));
            return AnswerReader.read(reply, request.reads(), ended);
        } catch (IOException broken) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("Interrupted during " + request);
                interrupted.initCause(broken);
                throw interrupted;
            }
            return new Failed<>(withoutReply(request, progress, broken));
        }
    }

    private static Failure withoutReply(DataverseRequest request, SendProgress progress, IOException broken) {
        if (progress.begun() && !request.reads()) {
            return new Failure.Lost("no answer came back: " + broken);
        }
        return new Failure.Unavailable(progress.begun() ? "no answer to a read: " + broken : "not sent: " + broken);
    }

    private Request httpRequest(DataverseRequest request, SendProgress progress) {
        Map<String, String> headers = new HashMap<>(ODATA_HEADERS);
        headers.putAll(request.headers());
        String contentType = headers.remove("Content-Type");
        Request.Builder builder = new Request.Builder()
                .url(endpoint.apiRoot() + request.path())
                .method(request.method().name(), body(request, contentType))
                .tag(SendProgress.class, progress);
        headers.forEach(builder::header);
        return builder.build();
    }

    /** OkHttp takes null for "no body", and wants a body for some methods. */
    private static @Nullable RequestBody body(DataverseRequest request, @Nullable String contentType) {
        return switch (request.method()) {
            case GET -> null;
            case DELETE ->
                request.content().map(content -> bytes(content, contentType)).orElse(null);
            case POST, PATCH, PUT ->
                bytes(request.content().orElse(new DataverseRequest.Content.Text("")), contentType);
        };
    }

    private static RequestBody bytes(DataverseRequest.Content content, @Nullable String contentType) {
        // From bytes: OkHttp would add a charset to the type of a text body, and a batch boundary takes none.
        MediaType type = contentType == null ? null : MediaType.get(contentType);
        return switch (content) {
            case DataverseRequest.Content.Text(String text) ->
                RequestBody.create(text.getBytes(StandardCharsets.UTF_8), type);
            case DataverseRequest.Content.Octets(byte[] octets) -> RequestBody.create(octets, type);
        };
    }

    private static Reply reply(Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(MAX_REPLY_BYTES + 1)) {
            throw new DataverseException(
                    "A reply is larger than %d bytes; ask for fewer rows or columns".formatted(MAX_REPLY_BYTES));
        }
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach(pair -> headers.put(pair.getFirst(), pair.getSecond()));
        return new Reply(response.code(), headers, source.readUtf8());
    }
}
