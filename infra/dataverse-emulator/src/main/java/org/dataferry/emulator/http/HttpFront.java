package org.dataferry.emulator.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.admin.AdminEndpoint;
import org.dataferry.emulator.admin.AdminRequest;
import org.dataferry.emulator.api.Errors;
import org.dataferry.emulator.auth.TokenEndpoint;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.faults.Candidate;
import org.dataferry.emulator.faults.Effect;
import org.dataferry.emulator.faults.FaultPlan;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.shape.RequestShape;
import org.dataferry.emulator.traffic.RequestCounts;
import org.dataferry.emulator.traffic.RequestKind;
import org.dataferry.emulator.traffic.RequestLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. A request goes to the admin endpoint, or passes the faults and goes to the token endpoint or the API. */
public final class HttpFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final Pattern TOKEN = Pattern.compile("/([^/]+)/oauth2(/v2\\.0)?/token");
    private static final Pattern API = Pattern.compile("/api/data/v9\\.[0-2]/?(.*)");

    /** What it was asked, ready to be answered without the connection, so that it can be done when that is gone. */
    private record Work(Trace trace, @Nullable ApiRequest request, Supplier<ApiResponse> answer) {}

    private final ApiFront api;
    private final TokenEndpoint tokens;
    private final FaultPlan faults;
    private final AdminEndpoint admin;
    private final RequestCounts counts;
    private final RequestLog log;
    private final Gate gate;
    private final Clock clock;
    private final ExecutorService late = Executors.newVirtualThreadPerTaskExecutor();
    private final int maxRequestBytes;
    private final BodyMemory memory = BodyMemory.ofThisProcess();
    private final WebServer server;

    /** @param port 0 for any free one */
    public HttpFront(
            String host,
            int port,
            Tls tls,
            int maxRequestBytes,
            ApiFront api,
            TokenEndpoint tokens,
            FaultPlan faults,
            AdminEndpoint admin,
            RequestCounts counts,
            RequestLog log,
            Gate gate,
            Clock clock) {
        this.api = api;
        this.tokens = tokens;
        this.faults = faults;
        this.admin = admin;
        this.counts = counts;
        this.log = log;
        this.gate = gate;
        this.clock = clock;
        this.maxRequestBytes = maxRequestBytes;
        server = new WebServer(host, port, tls, this::answer);
    }

    /** @return the port that it listens on */
    public int start() {
        return server.start();
    }

    private void answer(Context context) {
        try (Inbound inbound = Inbound.read(context, maxRequestBytes, memory)) {
            if (inbound.path().startsWith(AdminEndpoint.ROOT)) {
                send(
                        context,
                        admin.answer(AdminRequest.of(
                                inbound.method(),
                                inbound.path().substring(AdminEndpoint.ROOT.length()),
                                inbound.query(),
                                inbound.body())),
                        UUID.randomUUID().toString());
                return;
            }
            Work work = work(inbound);
            Effect effect = faults.isEmpty() ? null : faults.strike(candidate(inbound, work), false);
            if (effect == null) {
                send(context, done(work), work.trace().requestId());
            } else {
                work.trace().struckBy(effect);
                strike(effect, inbound, work);
            }
        } catch (Refusal refusal) {
            send(context, plain(refusal), UUID.randomUUID().toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A request failed path={}", context.req().getRequestURI(), e);
            send(context, plain(Refusals.unexpected()), UUID.randomUUID().toString());
        }
    }

    private Candidate candidate(Inbound inbound, Work work) {
        ApiRequest request = work.request();
        return new Candidate(
                inbound.method(),
                inbound.url(),
                inbound.text(),
                () -> request == null ? List.<RequestShape>of() : api.shapes(request));
    }

    private void strike(Effect effect, Inbound inbound, Work work) throws InterruptedException {
        Context context = inbound.context();
        String id = work.trace().requestId();
        switch (effect) {
            case Effect.Respond respond -> {
                ApiResponse response = plain(new Refusal(respond.status(), respond.code(), respond.message()));
                Integer retryAfter = respond.retryAfterSeconds();
                ApiResponse whole =
                        retryAfter == null ? response : response.with("Retry-After", String.valueOf(retryAfter));
                send(context, logged(work, whole), id);
            }
            case Effect.Page page -> send(context, logged(work, GatewayPage.of(page.status())), id);
            case Effect.DropAnswer ignored -> {
                counts.status(done(work).status());
                inbound.drop();
            }
            case Effect.DropRequest ignored -> {
                logged(work, new ApiResponse(0, Map.of(), new byte[0]));
                inbound.drop();
            }
            case Effect.HalfAnswer ignored -> sendHalf(inbound, done(work));
            case Effect.Delay delay -> {
                Thread.sleep(delay.pause());
                send(context, done(work), id);
            }
            case Effect.CommitLate commitLate -> {
                late.execute(() -> commitLate(commitLate.pause(), work));
                inbound.drop();
            }
            case Effect.ExpireToken ignored -> {
                ApiRequest request = work.request();
                if (request != null) {
                    api.expire(request);
                }
                send(context, done(work), id);
            }
            // These strike in the endpoint, each part of a batch for itself.
            case Effect.Refuse ignored -> send(context, done(work), id);
            case Effect.Customise ignored -> send(context, done(work), id);
        }
    }

    private void commitLate(Duration pause, Work work) {
        try {
            Thread.sleep(pause);
            counts.status(done(work).status());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("A late request failed", e);
        }
    }

    private ApiResponse done(Work work) {
        return logged(work, gate.shared(work.answer()));
    }

    private ApiResponse logged(Work work, ApiResponse response) {
        log.add(number -> work.trace().logged(number, clock.instant(), response));
        return response;
    }

    private Work work(Inbound inbound) {
        Matcher token = TOKEN.matcher(inbound.path());
        if (token.matches() && inbound.method().equals("POST")) {
            counts.kind("token");
            String orgUrl = inbound.orgUrl();
            TokenEndpoint.Version version =
                    token.group(2) == null ? TokenEndpoint.Version.First : TokenEndpoint.Version.Second;
            return new Work(
                    new Trace(inbound, "token"),
                    null,
                    () -> tokens.answer(version, token.group(1), orgUrl, inbound.body()));
        }
        Matcher root = API.matcher(inbound.path());
        if (!root.matches()) {
            throw Refusals.notEmulated(inbound.method() + " " + inbound.path());
        }
        ApiRequest request = ApiFront.anonymous(inbound, root.group(1));
        String kind = RequestKind.of(request.method(), request.path());
        counts.kind(kind);
        String affinity = inbound.context().cookie("ARRAffinity");
        Trace trace = new Trace(inbound, kind);
        return new Work(trace, request, () -> api.answer(request, affinity, trace));
    }

    private static ApiResponse plain(Refusal refusal) {
        ApiRequest nothing = new ApiRequest("", "GET", "", "", Map.of(), new byte[0], new UUID(0, 0));
        return Errors.response(nothing, refusal);
    }

    private void send(Context context, ApiResponse response, String id) {
        head(context, response, id);
        if (response.body().length > 0) {
            context.result(response.body());
        }
    }

    private void head(Context context, ApiResponse response, String id) {
        counts.status(response.status());
        context.status(response.status());
        context.header("OData-Version", "4.0");
        context.header("REQ_ID", id);
        context.header("x-ms-service-request-id", id);
        response.headers().forEach(context::header);
        String type = response.headers().get("Content-Type");
        if (type != null) {
            context.contentType(type);
        }
    }

    private void sendHalf(Inbound inbound, ApiResponse response) {
        byte[] body = response.body();
        if (body.length < 2) {
            counts.status(response.status());
            inbound.dropInHead();
            return;
        }
        Context context = inbound.context();
        head(context, response, UUID.randomUUID().toString());
        context.res().setContentLength(body.length);
        try {
            context.res().getOutputStream().write(body, 0, body.length / 2);
            context.res().flushBuffer();
        } catch (IOException e) {
            LOG.debug("The client was gone before half of its answer", e);
        }
        inbound.end();
    }

    /** Stops taking requests, and gives up those that were to be done late. */
    @Override
    public void close() {
        server.close();
        late.shutdownNow();
        LOG.info("Server stopped requests={}", counts.kinds());
    }
}
