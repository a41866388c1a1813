package org.dataferry.control.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkControl.Decision;

/** What people decided for the sinks, as lines for people and as JSON for programs. */
public final class ControlDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ControlDocument() {}

    public static List<String> pauses(SinkControl control, Moments moments, Instant now) {
        List<String> lines = new ArrayList<>();
        control.whole().ifPresent(decision -> lines.add("paused: all entities, " + words(decision, moments, now)));
        new TreeMap<>(control.entities())
                .forEach((entity, decision) -> lines.add("paused: " + entity + ", " + words(decision, moments, now)));
        return lines;
    }

    /** The pauses that hold; of all entities where none is named. */
    public static ArrayNode pauses(SinkControl control) {
        ArrayNode pauses = JSON.createArrayNode();
        control.whole().ifPresent(decision -> pauses.add(json(decision).putNull("entity")));
        new TreeMap<>(control.entities())
                .forEach((entity, decision) -> pauses.add(json(decision).put("entity", entity)));
        return pauses;
    }

    public static String words(Decision decision, Moments moments, Instant now) {
        return "by " + decision.by() + " since " + moments.at(decision.since(), now)
                + (decision.why().isEmpty() ? "" : ": " + decision.why());
    }

    public static ObjectNode json(Decision decision) {
        return JSON.createObjectNode()
                .put("by", decision.by())
                .put("why", decision.why())
                .put("since", decision.since().toString());
    }
}
