package org.dataferry.acceptance.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Stands for the dashboard's server: the real pages under the real content security policy, and documents that a test
 * makes. So states that a migration hardly gets into, alarms and a lost connection among them, can be looked at.
 */
public final class StubDashboard implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CSRF = "a-token-of-this-session";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private final HttpServer server;
    private final List<JsonNode> actions = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<OutputStream> streams = ConcurrentHashMap.newKeySet();

    private volatile ObjectNode status = Canned.status();
    private final StubReplays replays = new StubReplays();
    private volatile String role = "approver";
    private volatile boolean isSignInNeeded;
    private volatile boolean isSignedIn = true;
    private volatile boolean isAway;
    private volatile Duration clockAhead = Duration.ZERO;
    private volatile Duration age = Duration.ZERO;
    private volatile boolean isOverrun;
    private final AtomicLong sequence = new AtomicLong();

    public StubDashboard() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Changes what the next look says. */
    public void change(Consumer<ObjectNode> change) {
        ObjectNode changed = status.deepCopy();
        change.accept(changed);
        status = changed;
    }

    public StubReplays replays() {
        return replays;
    }

    public ObjectNode status() {
        return status;
    }

    public void role(String role) {
        this.role = role;
    }

    /**
     * From now on one has to sign in; the password is {@code right}. A session that was there comes to its end, while its
     * stream goes on for a moment.
     */
    public void needSignIn() {
        isSignInNeeded = true;
        isSignedIn = false;
    }

    /** Whoever signs in now has tried too often. */
    public void overrun(boolean isOverrun) {
        this.isOverrun = isOverrun;
    }

    public void clockAhead(Duration ahead) {
        clockAhead = ahead;
    }

    /** Whoever looks at the migration has stopped to. */
    public void looksAreOld(Duration age) {
        this.age = age;
    }

    /** Nothing is answered any more, and the streams break, until it is back. */
    public void away(boolean isAway) throws IOException {
        this.isAway = isAway;
        // One that began anew counts anew.
        sequence.set(0);
        if (isAway) {
            for (OutputStream stream : streams) {
                stream.close();
            }
        }
    }

    /** What was done, each with its {@code path}. */
    public List<JsonNode> actions() {
        return List.copyOf(actions);
    }

    /** What rows were asked for, as the queries of the addresses. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Security-Policy",
                            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            String path = exchange.getRequestURI().getPath();
            if (isAway) {
                return;
            }
            if (path.equals("/api/live")) {
                live(exchange);
            } else if (path.startsWith("/api/")) {
                api(exchange, path);
            } else {
                Reply.file(exchange, path.equals("/") ? "/index.html" : path);
            }
        }
    }

    private void api(HttpExchange exchange, String path) throws IOException {
        boolean isSafe = exchange.getRequestMethod().equals("GET");
        if (!isSafe && !CSRF.equals(exchange.getRequestHeaders().getFirst("X-Ferry-Csrf"))) {
            Reply.error(exchange, 403, "the token of this session is missing");
        } else if (path.equals("/api/session")) {
            session(exchange);
        } else if (!isSignedIn) {
            Reply.error(exchange, 401, "sign in first");
        } else if (path.startsWith("/api/actions/")) {
            act(exchange, path);
        } else if (path.startsWith("/api/replays")) {
            Reply.json(exchange, 200, isSafe ? replays.document() : replay(exchange, path));
        } else {
            document(exchange, path);
        }
    }

    private void document(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/api/status" -> Reply.json(exchange, 200, look());
            case "/api/limits" -> Reply.json(exchange, 200, Canned.limits());
            case "/api/log" -> Reply.json(exchange, 200, Canned.log());
            case "/api/history" -> {
                String query = exchange.getRequestURI().getQuery();
                Reply.json(exchange, 200, Canned.history(Integer.parseInt(query.substring("seconds=".length()))));
            }
            case "/api/records" -> {
                asked.add(exchange.getRequestURI().getQuery());
                Reply.json(exchange, 200, Canned.records());
            }
            default -> named(exchange, path);
        }
    }

    /** What is of an entity or of a record. */
    private void named(HttpExchange exchange, String path) throws IOException {
        if (path.startsWith("/api/records/")) {
            Reply.json(exchange, 200, Canned.story());
        } else if (path.endsWith("/rows")) {
            asked.add(exchange.getRequestURI().getQuery());
            Reply.json(exchange, 200, Canned.rows(path.split("/")[3]));
        } else {
            Reply.json(exchange, 200, Canned.entity(status, path.substring("/api/entities/".length())));
        }
    }

    private void session(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                boolean isRight = body(exchange).path("password").asText().equals("right");
                if (isOverrun) {
                    exchange.getResponseHeaders().set("Retry-After", "30");
                    Reply.error(exchange, 429, "too many have failed to sign in; wait, then try again");
                } else if (isRight) {
                    isSignedIn = true;
                    Reply.json(exchange, 200, session());
                } else {
                    Reply.error(exchange, 401, "no user has this name and password");
                }
            }
            case "DELETE" -> {
                isSignedIn = false;
                exchange.sendResponseHeaders(204, -1);
            }
            default -> Reply.json(exchange, 200, session());
        }
    }

    private ObjectNode session() {
        return JSON.createObjectNode()
                .put("signedIn", isSignedIn)
                .put("user", isSignedIn ? "mila" : null)
                .put("role", isSignedIn ? role : null)
                .put("seesPersonal", false)
                .put("csrf", CSRF)
                .put("signInNeeded", isSignInNeeded)
                .put("migration", "northwind")
                .put("now", Instant.now().plus(clockAhead).toString())
                .put("clockZone", "Europe/Zurich");
    }

    private void act(HttpExchange exchange, String path) throws IOException {
        ObjectNode body = body(exchange);
        actions.add(body.put("path", path));
        if (path.endsWith("/pause")) {
            change(changed -> changed.withArray("/paused")
                    .addObject()
                    .put("by", "mila")
                    .put("since", Instant.now().toString())
                    .put("why", body.path("why").asText())
                    .set("entity", body.path("entity")));
        }
        if (path.endsWith("/cutover")) {
            change(changed -> changed.set("cutover", body.path("freeze").isNull() ? null : cutover(body)));
        }
        Reply.json(exchange, 200, JSON.createObjectNode().put("done", true));
    }

    private static ObjectNode cutover(ObjectNode body) {
        ObjectNode cutover = JSON.createObjectNode()
                .put("by", "mila")
                .put("why", body.path("why").asText())
                .put("since", Instant.now().toString());
        return cutover.set("freeze", body.path("freeze"));
    }

    private ObjectNode replay(HttpExchange exchange, String path) throws IOException {
        ObjectNode body = body(exchange);
        if (!path.endsWith("/preview")) {
            actions.add(body.deepCopy().put("path", path));
        }
        return replays.post(path, body);
    }

    /** As the server does it: the state at once, and then at least every two seconds. */
    private void live(HttpExchange exchange) throws IOException {
        if (!isSignedIn) {
            Reply.error(exchange, 401, "sign in first");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream stream = exchange.getResponseBody();
        streams.add(stream);
        try {
            while (!isAway) {
                ObjectNode look = look();
                String event = "id: " + look.path("sequence") + "\nevent: status\ndata: " + look + "\n\n";
                stream.write(event.getBytes(StandardCharsets.UTF_8));
                stream.flush();
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(stream);
        }
    }

    private ObjectNode look() {
        return status.deepCopy()
                .put("sequence", sequence.getAndIncrement())
                .put("at", Instant.now().plus(clockAhead).minus(age).toString());
    }

    private static ObjectNode body(HttpExchange exchange) throws IOException {
        return (ObjectNode) JSON.readTree(exchange.getRequestBody());
    }

    @Override
    public void close() {
        isAway = true;
        server.stop(0);
    }
}
