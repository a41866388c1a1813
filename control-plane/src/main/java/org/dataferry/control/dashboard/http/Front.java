package org.dataferry.control.dashboard.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dataferry.control.dashboard.access.RequestRates;
import org.dataferry.control.dashboard.access.Visitor;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes, in this order: the name it came by, how often its address asks, its path, the role that the
 * route needs, and for what is no mere reading the origin, the token against forged requests and the size of the body.
 */
public final class Front {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    /** How long an address waits that asked too often; as long as some hundred requests take to come again. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final List<Route> routes;
    private final Pages pages = new Pages();
    private final Doorkeeper doorkeeper;
    private final Origins origins;
    private final RequestRates rates;
    private final Map<String, String> headers;

    /** @param isSecure whether browsers come by TLS */
    public Front(List<Route> routes, Doorkeeper doorkeeper, Origins origins, RequestRates rates, boolean isSecure) {
        this.routes = List.copyOf(routes);
        this.doorkeeper = doorkeeper;
        this.origins = origins;
        this.rates = rates;
        this.headers = SafeHeaders.of(isSecure);
    }

    void answer(Context context) {
        Answer answer;
        try {
            answer = found(new Inbound(context));
        } catch (Problem problem) {
            answer = problem.answer();
        } catch (Throwable failed) {
            // Also what no code of ours throws is answered as all else is: with those headers, and without a trace.
            LOG.error("A request to the dashboard failed path={}", context.req().getRequestURI(), failed);
            answer = new Problem(500, "failed", "something went wrong that should not have; the log of Ferry says more")
                    .answer();
        }
        send(context, answer);
    }

    private Answer found(Inbound inbound) {
        origins.requireKnown(inbound.header("Host"));
        String address = doorkeeper.addressOf(inbound);
        if (!rates.take(address)) {
            throw Problem.later("this address asks too often", PAUSE);
        }
        String path = inbound.path();
        for (Route route : routes) {
            Optional<Map<String, String>> parts = route.match(path);
            if (parts.isPresent() && route.method().equals(inbound.readMethod())) {
                return handled(route, parts.get(), inbound, address);
            }
        }
        return page(inbound, path);
    }

    private Answer handled(Route route, Map<String, String> parts, Inbound inbound, String address) {
        String session = doorkeeper.sessionOf(inbound);
        byte[] body = new byte[0];
        if (!route.method().equals("GET")) {
            origins.requireOwn(
                    inbound.header("Origin"),
                    inbound.header("Sec-Fetch-Site"),
                    Optional.ofNullable(inbound.header("Host")).orElse(""));
            doorkeeper.requireToken(session, inbound.header("X-Ferry-Csrf"));
            body = doorkeeper.bodyOf(inbound);
        }
        Visitor visitor = doorkeeper.admitted(route, session, inbound);
        return route.handler().answer(new Request(parts, inbound.query(), address, session, visitor, body));
    }

    private Answer page(Inbound inbound, String path) {
        String allowed = routes.stream()
                .filter(route -> route.match(path).isPresent())
                .map(Route::method)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!allowed.isEmpty()) {
            throw new Problem(405, "wrong-method", "that takes " + allowed + " only", Map.of("Allow", allowed));
        }
        if (!inbound.readMethod().equals("GET")) {
            throw new Problem(405, "wrong-method", "pages are only read", Map.of("Allow", "GET, HEAD"));
        }
        if (path.startsWith("/api/")) {
            throw Problem.notFound("there is nothing of that name; /api/openapi.json says what there is");
        }
        return pages.of(path);
    }

    private void send(Context context, Answer answer) {
        context.status(answer.status());
        headers.forEach(context::header);
        answer.headers().forEach(context::header);
        if (!answer.contentType().isEmpty()) {
            context.contentType(answer.contentType());
        }
        switch (answer.body()) {
            case Answer.Whole(byte[] bytes) -> {
                if (bytes.length > 0) {
                    context.result(bytes);
                }
            }
            case Answer.Streamed(Answer.Writer writer) -> {
                // Of what goes on and on a HEAD asks for the headers, and nobody would ever end it.
                if (!context.req().getMethod().equals("HEAD")) {
                    stream(context, writer);
                }
            }
        }
    }

    private static void stream(Context context, Answer.Writer writer) {
        EndPoint endPoint = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        try {
            OutputStream out = context.res().getOutputStream();
            writer.write(new Answer.Connection() {
                @Override
                public void write(byte[]... parts) throws IOException {
                    for (byte[] part : parts) {
                        out.write(part);
                    }
                    out.flush();
                }

                @Override
                public void abort() {
                    endPoint.close();
                }
            });
        } catch (IOException gone) {
            LOG.debug("A viewer is gone", gone);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
