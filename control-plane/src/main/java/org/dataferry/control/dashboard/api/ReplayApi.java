package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Problem;
import org.dataferry.control.dashboard.http.Request;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.SegmentJson;
import org.dataferry.control.story.Sight;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.transform.mapping.PersonalData;

/**
 * Replays: what they would send, how they stand, and what people decide about them. While rows are looked for, which may take
 * minutes, a request is answered 202 after some seconds and is to be asked again; nothing is written down by then.
 */
public final class ReplayApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USUAL = 50;
    private static final int MOST = 500;

    private final Replays replays;
    private final Live live;
    private final PersonalData personal;
    private final Clock clock;
    private final OneAtATime oneAtATime = new OneAtATime(OneAtATime.PATIENCE, "another action");

    /** What somebody decides about a replay. */
    private interface Decision {
        ReplayEvent of(String replayId, String by, String why, Instant at);
    }

    /** What is looked for. */
    private interface Search<F> {
        Optional<F> found() throws InterruptedException;
    }

    /** @param personal which data not everybody may see */
    public ReplayApi(Replays replays, Live live, PersonalData personal, Clock clock) {
        this.replays = replays;
        this.live = live;
        this.personal = personal;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.atLeast(Role.VIEWER, "GET", "/api/replays", this::all),
                Route.atLeast(Role.VIEWER, "GET", "/api/replays/{id}", this::one),
                Route.atLeast(Role.OPERATOR, "POST", "/api/replays/preview", this::preview),
                Route.atLeast(Role.OPERATOR, "POST", "/api/replays", this::begin),
                decision(Role.OPERATOR, "pause", ReplayEvent.Paused::new),
                decision(Role.OPERATOR, "resume", ReplayEvent.Resumed::new),
                decision(Role.OPERATOR, "cancel", ReplayEvent.Cancelled::new),
                decision(Role.APPROVER, "approve", ReplayEvent.Approved::new));
    }

    private Route decision(Role role, String name, Decision decision) {
        return Route.atLeast(role, "POST", "/api/replays/{id}/" + name, request -> decide(request, decision));
    }

    private Answer all(Request request) {
        int most = request.number("limit", USUAL, 1, MOST);
        Sight sight = sight(request);
        ObjectNode document = JSON.createObjectNode();
        ArrayNode all = document.putArray("replays");
        OneAtATime.read(() -> replays.newest(most)).forEach(one -> all.add(ReplayView.of(one, sight)));
        return Answer.json(200, document);
    }

    private Answer one(Request request) {
        return Answer.json(200, known(request));
    }

    private Answer preview(Request request) {
        Segment segment = segment(request, JsonBody.of(request, Set.of("segment")));
        return OneAtATime.read(() -> found(() -> replays.preview(segment)))
                .map(found -> Answer.json(200, ReplayView.of(found, sight(request))))
                .orElseGet(ReplayApi::looking);
    }

    private Answer begin(Request request) {
        JsonBody body = JsonBody.of(request, Set.of("segment", "expected", "why"));
        Segment segment = segment(request, body);
        Optional<Long> shown = body.expected();
        String why = body.text("why");
        return OneAtATime.told(() -> found(() -> replays.begin(segment, shown, why, request.user())))
                .map(id -> Answer.json(201, JSON.createObjectNode().put("replayId", id)))
                .orElseGet(ReplayApi::looking);
    }

    private Answer decide(Request request, Decision decision) {
        String why = JsonBody.of(request, Set.of("why")).text("why");
        known(request);
        oneAtATime.decide(() -> {
            replays.decide(decision.of(request.parts().get("id"), request.user(), why, clock.instant()));
            return true;
        });
        live.lookSoon();
        return Answer.json(200, known(request));
    }

    private ObjectNode known(Request request) {
        String id = request.parts().get("id");
        return OneAtATime.read(() -> replays.of(id))
                .map(one -> ReplayView.of(one, sight(request)))
                .orElseThrow(() -> Problem.notFound("there is no replay of that id; /api/replays lists them"));
    }

    private Segment segment(Request request, JsonBody body) {
        Segment segment = OneAtATime.told(() -> SegmentJson.read(body.node("segment")));
        if (!segment.keys().isEmpty() && !sight(request).mayChooseByKey(segment.entities())) {
            throw keysAreHidden();
        }
        return segment;
    }

    static Problem keysAreHidden() {
        return new Problem(
                403,
                "personal",
                "keys of these rows are personal data, which you may not see, so you cannot choose rows by them");
    }

    private Sight sight(Request request) {
        return new Sight(personal, request.seesPersonal());
    }

    private static <F> Optional<F> found(Search<F> search) {
        try {
            return search.found();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "stopping", "the dashboard stops; nothing is written down");
        }
    }

    private static Answer looking() {
        return Answer.json(202, JSON.createObjectNode().put("looking", true));
    }
}
