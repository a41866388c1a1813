package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.control.waive.WaiverStory;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.words.Counted;

/** Waivers, the newest first; as JSON by {@code waive.schema.json}. */
record WaiversDocument(List<WaiverStory> stories) {

    private static final ObjectMapper JSON = new ObjectMapper();

    ObjectNode json() {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode waivers = document.putArray("waivers");
        for (WaiverStory story : stories) {
            WaiverEvent.Waived decision = story.decision();
            ObjectNode one = waivers.addObject()
                    .put("waiverId", decision.waiverId())
                    .put("entity", decision.entity())
                    .put("rows", decision.rows())
                    .put("segment", decision.segment())
                    .put("by", decision.by())
                    .put("why", decision.why())
                    .put("at", decision.at().toString());
            story.withdrawal()
                    .ifPresentOrElse(
                            end -> one.putObject("withdrawn")
                                    .put("by", end.by())
                                    .put("why", end.why())
                                    .put("at", end.at().toString()),
                            () -> one.putNull("withdrawn"));
        }
        return document;
    }

    String text() {
        if (stories.isEmpty()) {
            return "Nothing was ever waived.";
        }
        return stories.stream().map(WaiversDocument::line).collect(Collectors.joining("\n"));
    }

    private static String line(WaiverStory story) {
        WaiverEvent.Waived decision = story.decision();
        return decision.at() + "  " + decision.waiverId() + "  " + Counted.of(decision.rows(), "row") + " of "
                + decision.entity() + ", " + decision.segment() + "  waived by " + decision.by() + ": " + decision.why()
                + story.withdrawal()
                        .map(end -> "; withdrawn by " + end.by() + " at " + end.at() + ": " + end.why())
                        .orElse("");
    }
}
