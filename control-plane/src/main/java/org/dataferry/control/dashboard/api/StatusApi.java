package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Problem;
import org.dataferry.control.dashboard.http.Request;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.control.dashboard.live.Point;
import org.dataferry.control.dashboard.live.Snapshot;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.Trouble;
import org.dataferry.control.status.StatusDocument;
import org.dataferry.control.steer.LimitsDocument;
import org.dataferry.control.story.Sight;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.transform.mapping.PersonalData;

/** How the migration stands, out of the newest look: no request makes a look of its own. */
public final class StatusApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int USUAL_LOG = 200;

    private final Live live;
    private final MigrationSettings settings;
    private final Map<String, Set<SourceTable>> tablesByEntity;
    private final UnaryOperator<ObjectNode> mask;
    private final PersonalData personal;
    private final Clock clock;

    /** @param mask leaves out of a document what not everybody may see */
    public StatusApi(
            Live live,
            MigrationSettings settings,
            Map<String, Set<SourceTable>> tablesByEntity,
            UnaryOperator<ObjectNode> mask,
            PersonalData personal,
            Clock clock) {
        this.live = live;
        this.settings = settings;
        this.tablesByEntity = new TreeMap<>(tablesByEntity);
        this.mask = mask;
        this.personal = personal;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.atLeast(Role.VIEWER, "GET", "/api/status", this::status),
                Route.atLeast(Role.VIEWER, "GET", "/api/history", this::history),
                Route.atLeast(Role.VIEWER, "GET", "/api/entities/{entity}", this::entity),
                Route.atLeast(Role.VIEWER, "GET", "/api/limits", this::limits),
                Route.atLeast(Role.VIEWER, "GET", "/api/log", this::log));
    }

    private Answer status(Request request) {
        return Answer.json(200, request.seesPersonal() ? newest().json() : newest().maskedJson());
    }

    private Snapshot newest() {
        return live.newest()
                .orElseThrow(() -> new Problem(
                        503,
                        "no-look",
                        live.firstTrouble().orElse("the migration was not looked at yet; ask again in a moment")));
    }

    private Answer history(Request request) {
        int seconds = request.number("seconds", SECONDS_PER_HOUR, 1, SECONDS_PER_DAY);
        ObjectNode document = JSON.createObjectNode();
        ArrayNode points = document.putArray("points");
        for (Point point : live.history().since(clock.instant().minusSeconds(seconds))) {
            ObjectNode node = points.addObject().put("at", point.at().toString());
            point.lagSeconds().ifPresentOrElse(lag -> node.put("lagSeconds", lag), () -> node.putNull("lagSeconds"));
            node.put("lagChanges", point.lagChanges())
                    .put("changesPerSecond", point.changesPerSecond())
                    .put("writesPerSecond", point.writesPerSecond())
                    .put(
                            "etaEarliest",
                            point.etaEarliest().map(Instant::toString).orElse(null))
                    .put("etaLatest", point.etaLatest().map(Instant::toString).orElse(null));
        }
        return Answer.json(200, document);
    }

    private Answer entity(Request request) {
        String name = request.parts().get("entity");
        Snapshot snapshot = newest();
        for (JsonNode entity : snapshot.document().path("entities")) {
            if (entity.path("entity").asText().equals(name)) {
                ObjectNode document = entity(name, entity, snapshot);
                return Answer.json(200, request.seesPersonal() ? document : mask.apply(document));
            }
        }
        throw Problem.notFound(
                "no mapping makes such an entity; there are " + String.join(", ", tablesByEntity.keySet()));
    }

    private ObjectNode entity(String name, JsonNode entity, Snapshot snapshot) {
        Trouble trouble = snapshot.look().troubleOf(name);
        ObjectNode document = JSON.createObjectNode();
        document.set("entity", entity);
        ArrayNode tables = document.putArray("tables");
        tablesByEntity.getOrDefault(name, Set.of()).stream()
                .map(settings.tables()::text)
                .sorted()
                .forEach(tables::add);
        document.set(
                "rejections",
                StatusDocument.rejectedBy(
                        trouble.rejections(), snapshot.look().report().rows()));
        document.set(
                "waitingFor",
                StatusDocument.parkedFor(
                        trouble.waitingFor(), snapshot.look().report().rows()));
        return document;
    }

    private Answer limits(Request request) {
        Snapshot snapshot = newest();
        ObjectNode document = new LimitsDocument(
                        settings,
                        snapshot.look().situation().control(),
                        settings.topics().rebuild(),
                        clock.instant())
                .json();
        document.set("entitlement", snapshot.document().path("entitlement"));
        return Answer.json(200, document);
    }

    private Answer log(Request request) {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode events = document.putArray("events");
        Sight sight = new Sight(personal, request.seesPersonal());
        int most = request.number("limit", USUAL_LOG, 1, LedgerReader.MOST_DECISIONS);
        for (ControlEvent event :
                newest().look().decisions().stream().limit(most).toList()) {
            DecisionWords words = DecisionWords.of(event, sight);
            events.addObject()
                    .put("at", event.at().toString())
                    .put("by", event.by())
                    .put("what", words.what())
                    .put("text", words.text())
                    .put("why", event.why());
        }
        return Answer.json(200, document);
    }
}
