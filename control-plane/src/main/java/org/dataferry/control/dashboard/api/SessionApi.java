package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.dataferry.control.dashboard.access.Access;
import org.dataferry.control.dashboard.access.SignIn;
import org.dataferry.control.dashboard.access.Visitor;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Problem;
import org.dataferry.control.dashboard.http.Request;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.dashboard.http.SessionCookie;

/** Who is there, signing in and signing out. */
public final class SessionApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/api/session";

    private final Access access;
    private final SessionCookie cookie;
    private final String migration;
    private final ZoneId zone;
    private final Clock clock;

    /** @param zone in which the server tells times */
    public SessionApi(Access access, SessionCookie cookie, String migration, ZoneId zone, Clock clock) {
        this.access = access;
        this.cookie = cookie;
        this.migration = migration;
        this.zone = zone;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.anybody("GET", PATH, this::session),
                Route.anybody("POST", PATH, this::signIn),
                Route.anybody("DELETE", PATH, this::signOut));
    }

    /** Gives a browser an id that has none: the token against forged requests goes with it, also before anybody signs in. */
    private Answer session(Request request) {
        boolean isNew = request.session().isEmpty();
        String session = isNew ? access.newId() : request.session();
        Answer answer = Answer.json(200, document(session, request.visitor()));
        return isNew ? answer.with("Set-Cookie", cookie.set(session)) : answer;
    }

    private Answer signIn(Request request) {
        if (!access.isSignInNeeded()) {
            throw new Problem(409, "no-users", "nobody has to sign in here: dashboard.users names no file");
        }
        JsonBody body = JsonBody.of(request, Set.of("user", "password"));
        String user = body.plain("user").orElse("");
        return switch (access.signIn(user, body.plain("password").orElse(""), request.address())) {
            case SignIn.Done(String session, Visitor.Known visitor) -> {
                access.signOut(request.session());
                yield Answer.json(200, document(session, visitor)).with("Set-Cookie", cookie.set(session));
            }
            case SignIn.Refused ignored ->
                throw new Problem(401, "wrong-password", "no user has this name and password");
            case SignIn.Later(var wait) ->
                throw Problem.later("too many have failed to sign in; wait, then try again", wait);
        };
    }

    private Answer signOut(Request request) {
        access.signOut(request.session());
        return Answer.nothing();
    }

    private ObjectNode document(String session, Visitor visitor) {
        ObjectNode document = JSON.createObjectNode();
        switch (visitor) {
            case Visitor.Known(String user, var role, boolean seesPersonal) ->
                document.put("signedIn", true)
                        .put("user", user)
                        .put("role", role.word())
                        .put("seesPersonal", seesPersonal);
            case Visitor.Stranger ignored ->
                document.put("signedIn", false).putNull("user").putNull("role").put("seesPersonal", false);
        }
        return document.put("csrf", access.csrf(session))
                .put("signInNeeded", access.isSignInNeeded())
                .put("migration", migration)
                .put("now", clock.instant().toString())
                .put("clockZone", zone.getId());
    }
}
