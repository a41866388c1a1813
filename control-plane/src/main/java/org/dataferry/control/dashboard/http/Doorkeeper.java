package org.dataferry.control.dashboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Optional;
import org.dataferry.control.dashboard.access.Access;
import org.dataferry.control.dashboard.access.Visitor;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.DashboardSettings;
import org.jspecify.annotations.Nullable;

/** Tells who asks by what a request shows, and whether they may. */
public final class Doorkeeper {

    private static final String BEARER = "Bearer ";

    private final Access access;
    private final SessionCookie cookie;
    private final DashboardSettings settings;
    private final int bodyBytes;

    public Doorkeeper(Access access, SessionCookie cookie, DashboardSettings settings, int bodyBytes) {
        this.access = access;
        this.cookie = cookie;
        this.settings = settings;
        this.bodyBytes = bodyBytes;
    }

    /** Of the browser: behind a proxy the address that the proxy added, if it is one. */
    String addressOf(Inbound inbound) {
        return Optional.ofNullable(inbound.lastHeader("X-Forwarded-For"))
                .filter(any -> settings.behindProxy())
                .flatMap(ForwardedAddress::in)
                .orElseGet(inbound::remoteAddress);
    }

    /** Empty if it shows none. */
    String sessionOf(Inbound inbound) {
        return Optional.ofNullable(inbound.cookie(cookie.name())).orElse("");
    }

    void requireToken(String session, @Nullable String token) {
        if (session.isEmpty() || token == null || !access.isCsrf(session, token)) {
            throw new Problem(
                    403,
                    "wrong-token",
                    "the header X-Ferry-Csrf and the cookie are to be those that GET /api/session gave");
        }
    }

    byte[] bodyOf(Inbound inbound) {
        String type = inbound.header("Content-Type");
        byte[] body = inbound.body(bodyBytes);
        if (body.length > 0 && (type == null || !type.startsWith("application/json"))) {
            throw new Problem(415, "no-json", "the body of a request is JSON, and its Content-Type application/json");
        }
        return body;
    }

    /** @throws Problem if this visitor may not ask for that */
    Visitor admitted(Route route, String session, Inbound inbound) {
        Visitor visitor = access.visitor(session);
        switch (route.access()) {
            case Route.Anybody ignored -> {}
            case Route.Scraper ignored -> {
                if (visitor instanceof Visitor.Stranger && !showsMetricsToken(inbound)) {
                    throw stranger();
                }
            }
            case Route.AtLeast(var needed) -> {
                switch (visitor) {
                    case Visitor.Stranger ignored -> throw stranger();
                    case Visitor.Known known -> {
                        if (!known.role().covers(needed)) {
                            throw new Problem(
                                    403,
                                    "wrong-role",
                                    known.user() + " is a " + known.role().word() + ", and this needs the role "
                                            + needed.word() + ", which the file of users gives");
                        }
                    }
                }
            }
        }
        return visitor;
    }

    private boolean showsMetricsToken(Inbound inbound) {
        String shown = inbound.header("Authorization");
        return shown != null
                && shown.startsWith(BEARER)
                && settings.configuredMetricsToken()
                        .map(Secret::reveal)
                        .filter(token -> MessageDigest.isEqual(
                                token.getBytes(UTF_8),
                                shown.substring(BEARER.length()).getBytes(UTF_8)))
                        .isPresent();
    }

    private static Problem stranger() {
        return new Problem(401, "not-signed-in", "sign in first, by POST /api/session");
    }
}
