package org.dataferry.emulator.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.dataferry.emulator.api.Errors;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.auth.Tokens;
import org.dataferry.emulator.batch.BatchRunner;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.faults.FaultPlan;
import org.dataferry.emulator.faults.FaultyEndpoint;
import org.dataferry.emulator.latency.Jitter;
import org.dataferry.emulator.latency.LatencyModel;
import org.dataferry.emulator.limits.Facet;
import org.dataferry.emulator.limits.ServiceProtection;
import org.dataferry.emulator.limits.Throttled;
import org.dataferry.emulator.limits.TimeScale;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.shape.RequestShape;
import org.dataferry.emulator.traffic.ClientCounts;
import org.jspecify.annotations.Nullable;

/** What stands before the API: the token, the limits, the time that it takes, and the headers that every answer has. */
public final class ApiFront {
    private static final String BEARER = "Bearer ";
    private static final UUID NOBODY = new UUID(0, 0);
    private static final int TOO_MANY_REQUESTS = 429;
    /** Enough for any test; beyond it the oldest faults are forgotten all at once. */
    private static final int MAX_EXPIRED = 10_000;

    private final Supplier<Backend> backend;
    private final FaultPlan faults;
    private final Tokens tokens;
    private final ServiceProtection protection;
    private final Supplier<LatencyModel> latency;
    private final Supplier<Assumptions> assumptions;
    private final Jitter jitter;
    private final TimeScale time;
    private final ClientCounts clients;
    private final String tenant;
    private final Set<String> expired = ConcurrentHashMap.newKeySet();

    /** @param backend, latency asked at each request, so that they may change */
    public ApiFront(
            Supplier<Backend> backend,
            FaultPlan faults,
            Tokens tokens,
            ServiceProtection protection,
            Supplier<LatencyModel> latency,
            Jitter jitter,
            TimeScale time,
            ClientCounts clients,
            Supplier<Assumptions> assumptions,
            String tenant) {
        this.backend = backend;
        this.faults = faults;
        this.tokens = tokens;
        this.assumptions = assumptions;
        this.protection = protection;
        this.latency = latency;
        this.jitter = jitter;
        this.time = time;
        this.clients = clients;
        this.tenant = tenant;
    }

    /** What rules go by: the request's shape, and of a batch those of its parts. */
    List<RequestShape> shapes(ApiRequest request) {
        Backend behind = backend.get();
        RequestShape outer = behind.shapes().read(request);
        if (!isBatch(request)) {
            return List.of(outer);
        }
        List<RequestShape> all = new ArrayList<>(List.of(outer));
        new BatchRunner(behind.endpoint(), behind.units(), assumptions.get().batches())
                .requests(request)
                .forEach(part -> all.add(behind.shapes().read(part)));
        return all;
    }

    /** From now on the token of this request is answered as one that has expired. */
    void expire(ApiRequest request) {
        if (expired.size() >= MAX_EXPIRED) {
            expired.clear();
        }
        expired.add(request.headers().getOrDefault("Authorization", ""));
    }

    /** Longer ones go into a batch. Source: Microsoft's page "Query data using the Web API". */
    private static boolean tooLong(ApiRequest request, int characters) {
        return request.rootUrl().length()
                        + request.path().length()
                        + 1
                        + request.query().length()
                > characters;
    }

    /** @param affinity the value of the affinity cookie, if the client sent it back */
    ApiResponse answer(ApiRequest anonymous, @Nullable String affinity, Trace trace) {
        Assumptions.Queries limits = assumptions.get().queries();
        if (tooLong(anonymous, limits.maxUrlCharacters())) {
            return Errors.response(
                    anonymous,
                    new Refusal(
                            limits.longUrlStatus(),
                            "0x80060888",
                            "The URL is longer than " + limits.maxUrlCharacters() + " characters; a batch takes it."));
        }
        return switch (check(anonymous)) {
            case Tokens.Check.Invalid ignored ->
                unauthorized(anonymous, "0x80041d01", "The request is not authenticated.");
            case Tokens.Check.Expired ignored -> unauthorized(anonymous, "0x8005f101", "The access token has expired.");
            case Tokens.Check.Valid valid -> {
                UUID user = backend.get().systemUsers().apply(valid.clientId());
                yield user == null ? notAMember(anonymous) : admitted(as(anonymous, user), affinity, trace);
            }
        };
    }

    private Tokens.Check check(ApiRequest request) {
        String authorization = request.headers().getOrDefault("Authorization", "");
        if (!authorization.startsWith(BEARER)) {
            return new Tokens.Check.Invalid();
        }
        return expired.contains(authorization)
                ? new Tokens.Check.Expired()
                : tokens.check(authorization.substring(BEARER.length()));
    }

    private ApiResponse admitted(ApiRequest request, @Nullable String affinity, Trace trace) {
        long began = System.nanoTime();
        try (ServiceProtection.Visit visit = protection.enter(request.userId(), affinity)) {
            trace.visit(request.userId(), visit);
            Throttled throttled = visit.throttled();
            ApiResponse response;
            if (throttled == null) {
                response = measured(request, visit, trace, began);
            } else {
                response = tooManyRequests(request, throttled);
                clients.count(request.userId(), began, true, List.of());
            }
            response = response.with(
                            "x-ms-ratelimit-burst-remaining-xrm-requests", String.valueOf(visit.requestsLeft()))
                    .with("x-ms-ratelimit-time-remaining-xrm-requests", visit.secondsLeft())
                    .with("x-ms-dop-hint", String.valueOf(visit.limits().dopHint()));
            String cookie = visit.affinity();
            return cookie == null
                    ? response
                    : response.with("Set-Cookie", "ARRAffinity=" + cookie + "; Path=/; HttpOnly");
        }
    }

    private ApiResponse measured(ApiRequest request, ServiceProtection.Visit visit, Trace trace, long began) {
        Backend behind = backend.get();
        LatencyModel model = latency.get();
        Execution execution = new Execution(
                new FaultyEndpoint(faults, behind.shapes(), behind.endpoint()), behind.shapes(), model.enabled());
        boolean batch = isBatch(request) && request.method().equals("POST");
        ApiResponse response = batch
                ? new BatchRunner(execution, behind.units(), assumptions.get().batches()).answer(request)
                : execution.answer(request, behind.units());
        List<RequestShape> attempted = execution.attempted();
        trace.attempted(batch ? behind.shapes().read(request) : attempted.getFirst(), attempted);
        visit.charge(charged(attempted, visit.limits().entitlement().reads()));
        if (model.enabled()) {
            double nanos = batch ? model.nanos(attempted) : model.nanos(attempted.getFirst());
            takeAsLong(visit, jitter.vary(nanos, model.jitter()));
        }
        clients.count(request.userId(), began, response.status() == TOO_MANY_REQUESTS, execution.done());
        return response;
    }

    private void takeAsLong(ServiceProtection.Visit visit, long scaledNanos) {
        Duration rest = time.real(Duration.ofNanos(scaledNanos - (time.nanos() - visit.arrived())));
        if (rest.isPositive()) {
            try {
                Thread.sleep(rest);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmulatorException("Stopped while an answer was held back", e);
            }
        }
        visit.end(scaledNanos);
    }

    private static long charged(List<RequestShape> attempted, boolean reads) {
        return attempted.stream()
                .mapToLong(shape -> shape.operation().writes()
                        ? Math.max(1, shape.rows())
                        : reads && shape.operation().reads() ? 1 : 0)
                .sum();
    }

    private static boolean isBatch(ApiRequest request) {
        return request.path().equals("$batch") || request.path().equals("%24batch");
    }

    private static ApiResponse tooManyRequests(ApiRequest request, Throttled throttled) {
        Facet facet = throttled.facet();
        return Errors.response(request, new Refusal(TOO_MANY_REQUESTS, facet.code(), throttled.message()))
                .with("Retry-After", String.valueOf(throttled.retryAfterSeconds()));
    }

    private ApiResponse unauthorized(ApiRequest request, String code, String message) {
        return Errors.response(request, new Refusal(401, code, message))
                .with(
                        "WWW-Authenticate",
                        "Bearer authorization_uri=" + request.orgUrl() + "/" + tenant
                                + "/oauth2/authorize, resource_id=" + request.orgUrl() + "/");
    }

    private static ApiResponse notAMember(ApiRequest request) {
        return Errors.response(
                request, new Refusal(403, "0x80072560", "The user is not a member of the organization."));
    }

    static ApiRequest anonymous(Inbound inbound, String path) {
        return new ApiRequest(
                inbound.orgUrl(),
                inbound.method(),
                path,
                inbound.query(),
                inbound.context().headerMap(),
                inbound.body(),
                NOBODY);
    }

    private static ApiRequest as(ApiRequest request, UUID user) {
        return new ApiRequest(
                request.orgUrl(),
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                request.body(),
                user);
    }
}
