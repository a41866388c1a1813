package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dataferry.control.preview.PreviewDocument;
import org.dataferry.control.replay.ReplayNote;
import org.dataferry.control.replay.ReplayStanding;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.control.story.Sight;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;

/** Replays as documents. */
final class ReplayView {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Marks hold for tables of any source. */
    private static final String ANY_SOURCE = "any";

    private ReplayView() {}

    static ObjectNode of(ReplayStanding standing, Sight sight) {
        ReplayStory story = standing.story();
        ReplayEvent.Requested request = story.request();
        ObjectNode document = JSON.createObjectNode()
                .put("replayId", request.replayId())
                .put("stage", story.stage().name())
                .put("sender", standing.sender().map(Enum::name).orElse(null))
                .put("trouble", standing.trouble().orElse(null))
                .put("entity", request.entity())
                .put("segment", sight.chosen(request.entity(), request.segment()))
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
    static ObjectNode of(Replays.Preview preview, Sight sight) {
        ObjectNode document = PreviewDocument.of(preview.preview()).put("needsApproval", preview.needsApproval());
        document.path("rows").forEach(row -> mask((ObjectNode) row, sight));
        for (JsonNode row : document.path("sample")) {
            mask((ObjectNode) row, sight);
            if (row.has("columns")) {
                ArrayNode names = JSON.createArrayNode();
                row.path("columns").forEach(column -> names.add(column.path("column")));
                ((ObjectNode) row).set("columns", names);
            }
        }
        return document;
    }

    private static void mask(ObjectNode row, Sight sight) {
        String entity = row.path("entity").asText();
        RowId source = new RowId.OfSource(
                entity,
                SourceTable.parse(ANY_SOURCE, row.path("table").asText()),
                SourceKey.parse(row.path("key").asText()));
        if (sight.isRowMasked(source.text())
                || row.has("rowId") && sight.isRowMasked(row.path("rowId").asText())) {
            Stream.of("key", "plainKey", "rowId").filter(row::has).forEach(field -> row.put(field, Sight.MASKED));
        }
        if (row.has("detail") && sight.isDetailMasked(entity)) {
            row.put("detail", Sight.MASKED);
        }
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
