package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataferry.control.preview.PreviewDocument;
import org.dataferry.control.replay.ReplayNote;
import org.dataferry.control.replay.ReplayStanding;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.schemas.control.ReplayEvent;

/** Replays as documents. */
final class ReplayView {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplayView() {}

    static ObjectNode of(ReplayStanding standing) {
        ReplayStory story = standing.story();
        ReplayEvent.Requested request = story.request();
        ObjectNode document = JSON.createObjectNode()
                .put("replayId", request.replayId())
                .put("stage", story.stage().name())
                .put("sender", standing.sender().map(Enum::name).orElse(null))
                .put("trouble", standing.trouble().orElse(null))
                .put("entity", request.entity())
                .put("segment", request.segment())
                .put("rows", request.rows())
                .put("sent", sent(standing))
                .put("by", request.by())
                .put("why", request.why())
                .put("at", request.at().toString());
        document.putObject("last")
                .put("by", story.last().by())
                .put("why", story.last().why())
                .put("at", story.last().at().toString());
        counts(document, "writes", writes(standing));
        counts(document, "before", standing.note().flatMap(ReplayNote::before));
        counts(document, "after", standing.note().flatMap(ReplayNote::after));
        return document;
    }

    /** The values of columns are left out: they may be of people, and the pages are seen by many. */
    static ObjectNode of(Replays.Preview preview) {
        ObjectNode document = PreviewDocument.of(preview.preview()).put("needsApproval", preview.needsApproval());
        for (JsonNode row : document.path("sample")) {
            if (row.has("columns")) {
                ArrayNode names = JSON.createArrayNode();
                row.path("columns").forEach(column -> names.add(column.path("column")));
                ((ObjectNode) row).set("columns", names);
            }
        }
        return document;
    }

    /** Null where it is not known on this machine. */
    private static Long sent(ReplayStanding standing) {
        return standing.story().end().isPresent()
                ? Long.valueOf(standing.story().request().rows())
                : standing.note().map(ReplayNote::sent).orElse(null);
    }

    private static Optional<Map<String, Long>> writes(ReplayStanding standing) {
        return standing.story()
                .end()
                .map(ReplayEvent.Ended::writes)
                .or(() -> standing.note().map(ReplayNote::writes));
    }

    private static void counts(ObjectNode document, String name, Optional<Map<String, Long>> counts) {
        if (counts.isEmpty()) {
            document.putNull(name);
        } else {
            ObjectNode node = document.putObject(name);
            new TreeMap<>(counts.get()).forEach(node::put);
        }
    }
}
