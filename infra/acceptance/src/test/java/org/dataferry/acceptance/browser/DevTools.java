package org.dataferry.acceptance.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection by Chrome's DevTools protocol: commands with an answer each, and events. Its messages are described at
 * chromedevtools.github.io/devtools-protocol.
 */
final class DevTools implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** A page answers in milliseconds, on a busy machine in seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();

    /** By session; an event is its method and its parameters. */
    private final Map<String, BiConsumer<String, JsonNode>> listeners = new ConcurrentHashMap<>();

    private final WebSocket socket;

    DevTools(URI address) {
        this.socket = client.newWebSocketBuilder()
                .buildAsync(address, new Messages())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** What the browser as a whole is asked. */
    JsonNode ask(String method, ObjectNode parameters) {
        return ask(null, method, parameters);
    }

    /**
     * @return the result
     * @throws Refused if the browser answers with an error
     */
    JsonNode ask(@Nullable String session, String method, ObjectNode parameters) {
        long id = lastId.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        if (session != null) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        awaited.put(id, answer);
        try {
            synchronized (socket) {
                // One after the other: the socket refuses a message while one is being sent.
                socket.sendText(message.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new IllegalStateException(method + " was not answered", failed);
        } catch (TimeoutException failed) {
            throw new IllegalStateException(method + " was not answered", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " was interrupted", interrupted);
        } finally {
            awaited.remove(id);
        }
    }

    void listen(String session, BiConsumer<String, JsonNode> listener) {
        listeners.put(session, listener);
    }

    private void take(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer = awaited.get(message.path("id").asLong());
            if (answer != null && message.has("error")) {
                answer.completeExceptionally(new Refused(message.path("error").toString()));
            } else if (answer != null) {
                answer.complete(message.path("result"));
            }
        } else {
            listeners
                    .getOrDefault(message.path("sessionId").asText(), (method, parameters) -> {})
                    .accept(message.path("method").asText(), message.path("params"));
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    /** The browser answered that it does not do this: that the page is being left, for instance. */
    static final class Refused extends IllegalStateException {

        private static final long serialVersionUID = 1;

        Refused(String error) {
            super(error);
        }
    }

    /** Long messages, such as pictures, come in parts. */
    private final class Messages implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            parts.append(part);
            if (isLast) {
                String whole = parts.toString();
                parts.setLength(0);
                try {
                    take(JSON.readTree(whole));
                } catch (JsonProcessingException malformed) {
                    throw new IllegalStateException("the browser sent what is no JSON", malformed);
                }
            }
            from.request(1);
            return null;
        }
    }
}
