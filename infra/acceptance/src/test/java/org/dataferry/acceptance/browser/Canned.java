package org.dataferry.acceptance.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Documents as the dashboard's server gives them, of a business that is catching up and has troubles of each kind. Moments
 * are written as seconds from now: {@code -5} is five seconds ago.
 */
public final class Canned {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SECONDS = Pattern.compile("[+-]\\d+");

    private Canned() {}

    /** Catching up, with rows that are parked, rejected, deferred and bounced. */
    public static ObjectNode status() {
        return read("status.json");
    }

    public static ObjectNode limits() {
        ObjectNode limits = read("limits.json");
        limits.set("entitlement", status().path("entitlement"));
        return limits;
    }

    /** Replays of each stage, and one that nobody sends. */
    public static ObjectNode replays() {
        return read("replays.json");
    }

    /** What a replay of one cause would do. */
    public static ObjectNode replayPreview() {
        return read("replay-preview.json");
    }

    public static ObjectNode log() {
        return read("log.json");
    }

    /** A row that is refused, one that waits for it, and one of which all is done. */
    public static ObjectNode records() {
        return read("records.json");
    }

    /** Of the row that is refused, to somebody who may not see personal data. */
    public static ObjectNode story() {
        return read("story.json");
    }

    /** The first page of more than one. */
    public static ObjectNode rows(String entity) {
        ObjectNode rows = records().put("entity", entity).put("total", 62).put("isTotalExact", true);
        rows.remove("more");
        return rows.put("next", rows.at("/records/2/record").asText());
    }

    /** A lag that grew for a while, and falls since; one look is missing. */
    public static ObjectNode history(int seconds) {
        ObjectNode history = JSON.createObjectNode();
        ArrayNode points = history.putArray("points");
        int step = seconds <= 600 ? 1 : 10;
        long now = Instant.now().getEpochSecond();
        for (int ago = seconds; ago > 0; ago -= step) {
            double share = (double) ago / seconds;
            double wave = 1 + 0.08 * Math.sin(ago / 7.0) + 0.05 * Math.sin(ago / 1.9);
            double lag = (share > 0.6 ? (1 - share) / 0.4 : 0.35 + 0.65 * share / 0.6) * 90 * wave;
            ObjectNode point = points.addObject()
                    .put("at", Instant.ofEpochSecond(now - ago).toString())
                    .put("lagChanges", Math.round(lag * 300))
                    .put("changesPerSecond", 120 * wave)
                    .put("writesPerSecond", 210 * wave)
                    .putNull("etaEarliest")
                    .putNull("etaLatest");
            point.put("lagSeconds", Math.abs(share - 0.3) < 0.02 ? null : lag);
        }
        return history;
    }

    /** The details of an entity of {@link #status}. */
    public static ObjectNode entity(JsonNode status, String entity) {
        ObjectNode details = JSON.createObjectNode();
        status.path("entities").forEach(one -> {
            if (one.path("entity").asText().equals(entity)) {
                details.set("entity", one);
            }
        });
        details.putArray("tables").add("public." + entity + "s");
        ArrayNode rejections = details.putArray("rejections");
        status.path("rejectedBy").forEach(one -> {
            if (one.path("plainRow").asText().startsWith(entity + " ")) {
                rejections.add(one);
            }
        });
        ArrayNode waitingFor = details.putArray("waitingFor");
        if (entity.equals("ferry_shift")) {
            waitingFor.addAll((ArrayNode) status.path("parkedFor"));
        }
        return details;
    }

    private static ObjectNode read(String name) {
        try (InputStream text = Objects.requireNonNull(Canned.class.getResourceAsStream(name), name)) {
            return (ObjectNode) dated(JSON.readTree(text), Instant.now());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode dated(JsonNode node, Instant now) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(dated(entry.getValue(), now)));
        } else if (node instanceof ArrayNode array) {
            for (int index = 0; index < array.size(); index++) {
                array.set(index, dated(array.get(index), now));
            }
        } else if (node.isTextual() && SECONDS.matcher(node.asText()).matches()) {
            return TextNode.valueOf(
                    now.plusSeconds(Long.parseLong(node.asText())).toString());
        }
        return node;
    }
}
