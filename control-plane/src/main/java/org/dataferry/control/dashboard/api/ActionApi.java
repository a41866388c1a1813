package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Problem;
import org.dataferry.control.dashboard.http.Request;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.settings.DurationReader;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.transform.mapping.PersonalData;

/** What operators do: each is an event in the topic {@code control}, with who and why, before it is answered. */
public final class ActionApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LIMITS = Set.of(
            "requests",
            "executionTime",
            "concurrentRequests",
            "reserve",
            "batchSize",
            "largestBatch",
            "entitlement",
            "asConfigured");

    private final Decider decider;
    private final Live live;
    private final OneAtATime oneAtATime;
    private final ClosingApi closing;

    /** What is done, once it is somebody's turn. */
    interface Action {
        void by(String user);
    }

    /** @param personal which data not everybody may see */
    public ActionApi(Decider decider, Live live, PersonalData personal) {
        this(decider, live, personal, OneAtATime.PATIENCE);
    }

    ActionApi(Decider decider, Live live, PersonalData personal, Duration patience) {
        this.decider = decider;
        this.live = live;
        this.oneAtATime = new OneAtATime(patience, "another action");
        this.closing = new ClosingApi(decider, personal, this::done, patience);
    }

    public List<Route> routes() {
        return Stream.concat(
                        Stream.of(
                                action("pause", this::pause),
                                action("resume", this::resume),
                                action("limits", this::limits),
                                action("note", this::note),
                                action("cutover", this::cutover)),
                        closing.routes().stream())
                .toList();
    }

    static Route action(String name, Route.Handler handler) {
        return Route.atLeast(Role.OPERATOR, "POST", "/api/actions/" + name, handler);
    }

    private Answer pause(Request request) {
        JsonBody body = JsonBody.of(request, Set.of("entity", "why"));
        Optional<String> entity = body.plain("entity");
        String why = body.text("why");
        return done(request, by -> decider.pause(entity, why, by));
    }

    private Answer resume(Request request) {
        JsonBody body = JsonBody.of(request, Set.of("entity", "why"));
        Optional<String> entity = body.plain("entity");
        String why = body.text("why");
        return done(request, by -> decider.resume(entity, why, by));
    }

    private Answer limits(Request request) {
        JsonBody body = JsonBody.of(request, Set.of("changes", "why"));
        JsonBody asked = body.object("changes", LIMITS);
        LimitChanges changes = new LimitChanges(
                asked.wholeInt("requests"),
                asked.plain("executionTime").map(ActionApi::duration),
                asked.wholeInt("concurrentRequests"),
                asked.number("reserve"),
                asked.wholeInt("batchSize"),
                asked.wholeInt("largestBatch"),
                asked.whole("entitlement"));
        boolean asConfigured = asked.isTrue("asConfigured");
        if (asConfigured != changes.isEmpty()) {
            throw Problem.badRequest("changes names the limits to change, or has asConfigured: true alone");
        }
        String why = body.text("why");
        return done(request, by -> {
            if (asConfigured) {
                decider.reset(why, by);
            } else {
                decider.change(changes, why, by);
            }
        });
    }

    private Answer note(Request request) {
        String text = JsonBody.of(request, Set.of("text")).text("text");
        return done(request, by -> decider.note(text, by));
    }

    private Answer cutover(Request request) {
        JsonBody body = JsonBody.of(request, Set.of("freeze", "why"));
        Optional<Instant> freeze = body.plain("freeze").map(ActionApi::instant);
        String why = body.text("why");
        return done(request, by -> decider.planCutover(freeze, why, by));
    }

    private Answer done(Request request, Action action) {
        oneAtATime.decide(() -> {
            action.by(request.user());
            return true;
        });
        live.lookSoon();
        return Answer.json(200, JSON.createObjectNode().put("done", true));
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException malformed) {
            throw Problem.badRequest(
                    "freeze is a time with its zone, such as 2026-12-05T22:00:00Z or 2026-12-05T23:00:00+01:00; null for none");
        }
    }

    private static Duration duration(String text) {
        try {
            return DurationReader.parse(text);
        } catch (SettingsException malformed) {
            throw Problem.badRequest("executionTime: " + malformed.getMessage());
        }
    }
}
