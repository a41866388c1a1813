package org.dataferry.emulator.http;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.dataferry.emulator.faults.Effect;
import org.dataferry.emulator.limits.ServiceProtection;
import org.dataferry.emulator.limits.Throttled;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.shape.Operation;
import org.dataferry.emulator.shape.RequestShape;
import org.dataferry.emulator.traffic.LoggedRequest;
import org.jspecify.annotations.Nullable;

/** What is known of a request on its way, for the log. For one thread at a time. */
final class Trace {
    private static final String CODE = "\"code\":\"";
    private static final int LONGEST_URL = 2048;

    private final String method;
    private final String url;
    private final String kind;
    private final @Nullable String clientRequestId;
    private final @Nullable String correlationId;
    private final String requestId = UUID.randomUUID().toString();
    private RequestShape shape = RequestShape.of(Operation.OTHER, "");
    private List<RequestShape> attempted = List.of();
    private ServiceProtection.@Nullable Visit visit;
    private @Nullable UUID user;
    private @Nullable Effect fault;

    Trace(Inbound inbound, String kind) {
        method = inbound.method();
        String decoded = inbound.url();
        url = decoded.length() > LONGEST_URL ? decoded.substring(0, LONGEST_URL) : decoded;
        this.kind = kind;
        clientRequestId = inbound.context().header("x-ms-client-request-id");
        correlationId = inbound.context().header("x-ms-correlation-id");
    }

    void struckBy(@Nullable Effect effect) {
        fault = effect;
    }

    void visit(UUID visitor, ServiceProtection.Visit begun) {
        user = visitor;
        visit = begun;
    }

    void attempted(RequestShape outer, List<RequestShape> parts) {
        shape = outer;
        attempted = parts;
    }

    /** What the answer's REQ_ID is. */
    String requestId() {
        return requestId;
    }

    LoggedRequest logged(long number, Instant at, ApiResponse response) {
        ServiceProtection.Visit seen = visit;
        Throttled throttled = seen == null ? null : seen.throttled();
        Effect effect = fault;
        return new LoggedRequest(
                number,
                at.toString(),
                method,
                url,
                kind,
                shape.operation().text(),
                shape.table(),
                Math.max(1, attempted.size()),
                attempted.stream().mapToInt(RequestShape::rows).sum(),
                user == null ? null : user.toString(),
                seen == null ? 0 : seen.server(),
                seen == null ? 0 : seen.running(),
                seen == null ? -1 : seen.arrived(),
                seen == null ? -1 : seen.ended(),
                seen == null ? -1 : seen.executionNanos(),
                response.status(),
                code(response),
                throttled == null ? null : throttled.facet().name().toLowerCase(Locale.ROOT),
                throttled == null ? null : throttled.retryAfterSeconds(),
                effect == null ? null : effect.getClass().getSimpleName(),
                clientRequestId,
                correlationId,
                requestId);
    }

    private static @Nullable String code(ApiResponse response) {
        if (response.status() < 400) {
            return null;
        }
        String body = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        int begin = body.indexOf(CODE);
        int end = begin < 0 ? -1 : body.indexOf('"', begin + CODE.length());
        return end < 0 ? null : body.substring(begin + CODE.length(), end);
    }
}
