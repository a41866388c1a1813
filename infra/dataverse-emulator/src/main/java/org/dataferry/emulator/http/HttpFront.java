package org.dataferry.emulator.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.api.Errors;
import org.dataferry.emulator.auth.TokenEndpoint;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.faults.Effect;
import org.dataferry.emulator.faults.FaultPlan;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.store.RowStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. A request passes the faults, then goes to the control endpoint, the token endpoint or the API. */
public final class HttpFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final Pattern TOKEN = Pattern.compile("/([^/]+)/oauth2/v2\\.0/token");
    private static final Pattern API = Pattern.compile("/api/data/v9\\.[0-2]/?(.*)");

    private final RowStore store;
    private final ApiFront api;
    private final TokenEndpoint tokens;
    private final FaultPlan faults = new FaultPlan();
    private final RequestCounts counts = new RequestCounts();
    private final ControlEndpoint control;
    private final ExecutorService late = Executors.newVirtualThreadPerTaskExecutor();
    private final int maxRequestBytes;
    private final BodyMemory memory = BodyMemory.ofThisProcess();
    private final WebServer server;

    /** @param port 0 for any free one */
    public HttpFront(String host, int port, Tls tls, RowStore store, ApiFront api, TokenEndpoint tokens, int maxRequestBytes) {
        this.store = store;
        this.api = api;
        this.tokens = tokens;
        this.maxRequestBytes = maxRequestBytes;
        control = new ControlEndpoint(store, faults, counts);
        server = new WebServer(host, port, tls, this::answer);
    }

    /** @return the port that it listens on */
    public int start() {
        return server.start();
    }

    private void answer(Context context) {
        try (Inbound inbound = Inbound.read(context, maxRequestBytes, memory)) {
            if (inbound.path().startsWith(ControlEndpoint.ROOT)) {
                send(context, control.answer(inbound));
                return;
            }
            Supplier<ApiResponse> work = work(inbound);
            Effect effect = faults.strike(inbound.method(), inbound.url(), inbound.text());
            if (effect == null) {
                send(context, work.get());
            } else {
                strike(effect, inbound, work);
            }
        } catch (Refusal refusal) {
            send(context, plain(refusal));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A request failed path={}", context.req().getRequestURI(), e);
            send(context, plain(Refusals.unexpected()));
        }
    }

    private void strike(Effect effect, Inbound inbound, Supplier<ApiResponse> work) throws InterruptedException {
        switch (effect) {
            case Effect.Respond respond -> {
                ApiResponse response = plain(new Refusal(respond.status(), respond.code(), respond.message()));
                Integer retryAfter = respond.retryAfterSeconds();
                send(
                        inbound.context(),
                        retryAfter == null ? response : response.with("Retry-After", String.valueOf(retryAfter)));
            }
            case Effect.DropAnswer ignored -> {
                counts.status(work.get().status());
                inbound.drop();
            }
            case Effect.DropRequest ignored -> inbound.drop();
            case Effect.Delay delay -> {
                Thread.sleep(delay.pause());
                send(inbound.context(), work.get());
            }
            case Effect.CommitLate commitLate -> {
                late.execute(() -> commitLate(commitLate.pause(), work));
                inbound.drop();
            }
        }
    }

    private void commitLate(Duration pause, Supplier<ApiResponse> work) {
        try {
            Thread.sleep(pause);
            counts.status(work.get().status());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("A late request failed", e);
        }
    }

    /** What the request asks for, holding nothing of the connection, so that it can be done when that is gone. */
    private Supplier<ApiResponse> work(Inbound inbound) {
        Matcher token = TOKEN.matcher(inbound.path());
        if (token.matches() && inbound.method().equals("POST")) {
            counts.kind("token");
            String orgUrl = inbound.orgUrl();
            return () -> tokens.answer(token.group(1), orgUrl, inbound.body());
        }
        Matcher root = API.matcher(inbound.path());
        if (!root.matches()) {
            throw Refusals.notEmulated(inbound.method() + " " + inbound.path());
        }
        ApiRequest request = ApiFront.anonymous(inbound, root.group(1));
        counts.kind(RequestKind.of(request.method(), request.path()));
        String affinity = inbound.context().cookie("ARRAffinity");
        return () -> api.answer(request, affinity);
    }

    private static ApiResponse plain(Refusal refusal) {
        ApiRequest nothing = new ApiRequest("", "GET", "", "", Map.of(), new byte[0], new UUID(0, 0));
        return Errors.response(nothing, refusal);
    }

    private void send(Context context, ApiResponse response) {
        counts.status(response.status());
        String id = UUID.randomUUID().toString();
        context.status(response.status());
        context.header("OData-Version", "4.0");
        context.header("REQ_ID", id);
        context.header("x-ms-service-request-id", id);
        response.headers().forEach(context::header);
        String type = response.headers().get("Content-Type");
        if (type != null) {
            context.contentType(type);
        }
        if (response.body().length > 0) {
            context.result(response.body());
        }
    }

    /** Stops taking requests, and gives up those that were to be done late. */
    @Override
    public void close() {
        server.close();
        late.shutdownNow();
        LOG.info(
                "Server stopped requests={} tables={}",
                counts.kinds(),
                store.catalog().tables().size());
    }
}
