package org.dataferry.emulator.http;

import java.util.UUID;
import java.util.function.Function;
import org.dataferry.emulator.api.ApiRouter;
import org.dataferry.emulator.api.Errors;
import org.dataferry.emulator.api.UnitOfWork;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.auth.Tokens;
import org.dataferry.emulator.batch.BatchRunner;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.limits.ServiceProtection;
import org.dataferry.emulator.limits.Throttled;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.jspecify.annotations.Nullable;

/** What stands before the API: the token, the limits, and the headers that every answer has. */
public final class ApiFront {
    private static final String BEARER = "Bearer ";
    private static final UUID NOBODY = new UUID(0, 0);
    private static final int TOO_MANY_REQUESTS = 429;

    private final ApiRouter router;
    private final BatchRunner batches;
    private final UnitOfWork store;
    private final Tokens tokens;
    private final Function<UUID, @Nullable UUID> systemUsers;
    private final ServiceProtection protection;
    private final String tenant;
    private final int dopHint;

    /** @param systemUsers the system user of a client id, or null if it has none */
    public ApiFront(
            ApiRouter router,
            UnitOfWork store,
            Tokens tokens,
            Function<UUID, @Nullable UUID> systemUsers,
            ServiceProtection protection,
            Assumptions assumptions,
            String tenant,
            int dopHint) {
        this.router = router;
        batches = new BatchRunner(router, store, assumptions.batches());
        this.store = store;
        this.tokens = tokens;
        this.systemUsers = systemUsers;
        this.protection = protection;
        this.tenant = tenant;
        this.dopHint = dopHint;
    }

    /** @param affinity the value of the affinity cookie, if the client sent it back */
    ApiResponse answer(ApiRequest anonymous, @Nullable String affinity) {
        String authorization = anonymous.headers().getOrDefault("Authorization", "");
        Tokens.Check check = authorization.startsWith(BEARER)
                ? tokens.check(authorization.substring(BEARER.length()))
                : new Tokens.Check.Invalid();
        return switch (check) {
            case Tokens.Check.Invalid ignored ->
                unauthorized(anonymous, "0x80041d01", "The request is not authenticated.");
            case Tokens.Check.Expired ignored -> unauthorized(anonymous, "0x8005f101", "The access token has expired.");
            case Tokens.Check.Valid valid -> {
                UUID user = systemUsers.apply(valid.clientId());
                yield user == null ? notAMember(anonymous) : admitted(as(anonymous, user), affinity);
            }
        };
    }

    private ApiResponse admitted(ApiRequest request, @Nullable String affinity) {
        try (ServiceProtection.Visit visit = protection.enter(request.userId(), affinity)) {
            Throttled throttled = visit.throttled();
            ApiResponse response = throttled == null ? dispatch(request) : tooManyRequests(request, throttled);
            return response.with("x-ms-ratelimit-burst-remaining-xrm-requests", String.valueOf(visit.requestsLeft()))
                    .with("x-ms-ratelimit-time-remaining-xrm-requests", visit.secondsLeft())
                    .with("x-ms-dop-hint", String.valueOf(dopHint))
                    .with("Set-Cookie", "ARRAffinity=" + visit.affinity() + "; Path=/; HttpOnly");
        }
    }

    private ApiResponse dispatch(ApiRequest request) {
        boolean batch = request.path().equals("$batch") || request.path().equals("%24batch");
        return batch && request.method().equals("POST") ? batches.answer(request) : router.answer(request, store);
    }

    private static ApiResponse tooManyRequests(ApiRequest request, Throttled throttled) {
        return Errors.response(request, new Refusal(TOO_MANY_REQUESTS, throttled.code(), throttled.message()))
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
