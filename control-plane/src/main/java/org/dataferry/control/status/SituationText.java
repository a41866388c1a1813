package org.dataferry.control.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dataferry.control.ledger.AnswerDelay;
import org.dataferry.control.ledger.Flow;
import org.dataferry.control.ledger.Movement;
import org.dataferry.schemas.usage.Entitlement;

/** How a migration stands, in words for people and as JSON for programs. */
public final class SituationText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Moments moments;

    public SituationText(ZoneId zone) {
        this.moments = new Moments(zone);
    }

    /** A few lines, to stand above the sums. */
    public List<String> lines(Situation situation) {
        List<String> lines = new ArrayList<>();
        lines.add(situation.whole().state().words() + ": " + situation.whole().why() + " ("
                + moments.at(situation.at(), situation.at()) + ")");
        lines.add("rate: " + rate(situation.movement().lately()) + ", over the last " + Movement.LATELY_SECONDS
                + " seconds");
        forecast(situation).ifPresent(forecast -> lines.add("caught up: " + forecast));
        situation.answers().ifPresent(delay -> lines.add("from commit to answer: " + answers(delay)));
        lines.add("stages: capture " + runs(situation.captures()) + ", transform "
                + runs(situation.signs().running().transform()) + ", sink "
                + runs(situation.signs().running().sink()));
        if (situation.entitlement().limit().isPresent()) {
            lines.add(entitlement(situation));
        }
        situation.cutover().ifPresent(cutover -> lines.add(CutoverText.line(cutover, situation, moments)));
        lines.addAll(ControlDocument.pauses(situation.control(), moments, situation.at()));
        lines.addAll(stalledAlone(situation));
        return lines;
    }

    /** Where the whole is stalled, its reason stands above; while other entities move, nothing there speaks of these. */
    private static List<String> stalledAlone(Situation situation) {
        if (situation.whole().state() == SyncState.STALLED) {
            return List.of();
        }
        return situation.entities().stream()
                .filter(entity -> entity.assessment().state() == SyncState.STALLED)
                .map(entity -> "stalled: " + entity.movement().entity() + ", "
                        + entity.assessment().why())
                .toList();
    }

    /** One sentence about all of it. */
    public String headline(Situation situation) {
        String state = situation.whole().state().words().toLowerCase(Locale.ROOT);
        return Character.toUpperCase(state.charAt(0)) + state.substring(1) + ": "
                + situation.whole().why()
                + forecast(situation).map(forecast -> "; caught up " + forecast).orElse("") + ".";
    }

    /** One line; the reason is left out where the state says it all. */
    public String line(Situation situation, String sums) {
        Assessment whole = situation.whole();
        String reason = switch (whole.state()) {
            case IDLE, IN_STEP, CATCHING_UP -> "";
            case PAUSED, STALLED, UNKNOWN -> " (" + whole.why() + ")";
        };
        Flow flow = situation.movement().lately();
        return whole.state().words() + reason + "; " + sums
                + (flow.equals(Flow.NONE) ? "" : "; " + rate(flow))
                + forecast(situation).map(forecast -> "; caught up " + forecast).orElse("");
    }

    /** One short line, without the reason of the state. */
    public String brief(Situation situation, String sums) {
        Flow flow = situation.movement().lately();
        return situation.whole().state().words() + "; " + sums
                + (flow.equals(Flow.NONE) ? "" : String.format(Locale.ROOT, "; %.1f writes/s", flow.writesPerSecond()))
                + forecast(situation).map(forecast -> "; caught up " + forecast).orElse("");
    }

    /** What keeps it from moving, if something does. */
    public Optional<String> trouble(Situation situation) {
        return switch (situation.whole().state()) {
            case IDLE, IN_STEP, CATCHING_UP -> Optional.empty();
            case PAUSED, STALLED, UNKNOWN ->
                Optional.of(situation.whole().state().words() + ": "
                        + situation.whole().why());
        };
    }

    private static String rate(Flow flow) {
        return String.format(
                Locale.ROOT,
                "%.1f changes/s captured, %.1f writes/s done",
                flow.changesPerSecond(),
                flow.writesPerSecond());
    }

    private Optional<String> forecast(Situation situation) {
        Instant now = situation.at();
        return switch (situation.forecast()) {
            case Forecast.Done ignored -> Optional.empty();
            case Forecast.Between(Instant earliest, Instant latest) ->
                Optional.of("between " + moments.at(earliest, now) + " and " + moments.at(latest, now) + ", in "
                        + Moments.span(Duration.between(now, earliest)) + " to "
                        + Moments.span(Duration.between(now, latest)));
            case Forecast.Unknown(String why) ->
                // What the state says already is not said again.
                why.equals(situation.whole().why()) ? Optional.empty() : Optional.of("unknown, as " + why);
        };
    }

    private String entitlement(Situation situation) {
        Entitlement entitlement = situation.entitlement();
        Instant now = situation.at();
        String used = String.format(
                Locale.ROOT,
                "entitlement: %,d of %,d requests used in 24 hours, %.0f %%; at %,.0f an hour it ",
                entitlement.used(),
                entitlement.limit().getAsLong(),
                100 * entitlement.share(),
                entitlement.perHour());
        return used
                + entitlement
                        .spentAt()
                        .map(spent -> spent.isAfter(now)
                                ? "is spent at " + moments.at(spent, now) + ", in "
                                        + Moments.span(Duration.between(now, spent))
                                : "is spent already")
                        .orElse("lasts");
    }

    private static ObjectNode entitlementJson(Entitlement entitlement) {
        ObjectNode json = JSON.createObjectNode();
        entitlement.limit().ifPresentOrElse(limit -> json.put("limit", limit), () -> json.putNull("limit"));
        return json.put("used", entitlement.used())
                .put("perHour", entitlement.perHour())
                .put("spentAt", entitlement.spentAt().map(Instant::toString).orElse(null));
    }

    private static String answers(AnswerDelay delay) {
        return Moments.span(delay.median()) + ", at most " + Moments.span(delay.worst()) + " (" + delay.writes()
                + " writes of the last " + Movement.LONGER_SECONDS + " seconds)";
    }

    private static String runs(boolean runs) {
        return runs ? "runs" : "does not run";
    }

    /** Adds to the document of the sums. */
    static ObjectNode addTo(ObjectNode document, Situation situation) {
        document.put("at", situation.at().toString());
        document.put("state", situation.whole().state().name());
        document.put("stateReason", situation.whole().why());
        document.set("rate", rateJson(situation.movement().lately()));
        document.set("eta", eta(situation.forecast()));
        document.withObject("/lag")
                .set(
                        "answers",
                        situation.answers().map(SituationText::answersJson).orElse(null));
        document.set("entitlement", entitlementJson(situation.entitlement()));
        document.set("cutover", CutoverText.json(situation.cutover()));
        document.set("paused", ControlDocument.pauses(situation.control()));
        document.putArray("stages")
                .add(stage("capture", situation.captures(), situation.signs().captureHeard()))
                .add(stage(
                        "transform",
                        situation.signs().running().transform(),
                        situation.signs().transformMoved()))
                .add(stage(
                        "sink",
                        situation.signs().running().sink(),
                        situation.movement().lastOfSink()));
        ArrayNode entities = document.withArray("/entities");
        entities.forEach(node ->
                situation.of(node.path("entity").asText()).ifPresent(entity -> addTo((ObjectNode) node, entity)));
        return document;
    }

    private static void addTo(ObjectNode node, Situation.OfEntity entity) {
        node.put("state", entity.assessment().state().name());
        node.put("stateReason", entity.assessment().why());
        node.put("unread", entity.movement().unread());
        node.set("eta", eta(entity.forecast()));
        node.set("rate", rateJson(entity.movement().lately()));
    }

    private static ObjectNode rateJson(Flow flow) {
        return JSON.createObjectNode()
                .put("seconds", Movement.LATELY_SECONDS)
                .put("changesPerSecond", flow.changesPerSecond())
                .put("writesPerSecond", flow.writesPerSecond());
    }

    private static ObjectNode eta(Forecast forecast) {
        ObjectNode eta = JSON.createObjectNode();
        return switch (forecast) {
            case Forecast.Done ignored -> null;
            case Forecast.Between(Instant earliest, Instant latest) ->
                eta.put("earliest", earliest.toString())
                        .put("latest", latest.toString())
                        .putNull("unknown");
            case Forecast.Unknown(String why) ->
                eta.putNull("earliest").putNull("latest").put("unknown", why);
        };
    }

    private static ObjectNode answersJson(AnswerDelay delay) {
        return JSON.createObjectNode()
                .put("seconds", Movement.LONGER_SECONDS)
                .put("writes", delay.writes())
                .put("medianSeconds", delay.median().toMillis() / MILLIS_PER_SECOND)
                .put("worstSeconds", delay.worst().toMillis() / MILLIS_PER_SECOND);
    }

    private static ObjectNode stage(String name, boolean runs, Optional<Instant> heard) {
        return JSON.createObjectNode()
                .put("stage", name)
                .put("runs", runs)
                .put("heardAt", heard.map(Instant::toString).orElse(null));
    }
}
