package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.words.Counted;

/** All replays and how each stands; as JSON by {@code replay-history.schema.json}. */
record ReplayHistoryDocument(List<ReplayStory> stories) {

    private static final ObjectMapper JSON = new ObjectMapper();

    ObjectNode json() {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode replays = document.putArray("replays");
        for (ReplayStory story : stories) {
            ReplayEvent.Requested request = story.request();
            ObjectNode one = replays.addObject()
                    .put("replayId", request.replayId())
                    .put("stage", story.stage().name())
                    .put("entity", request.entity())
                    .put("segment", request.segment())
                    .put("rows", request.rows())
                    .put("by", request.by())
                    .put("why", request.why())
                    .put("at", request.at().toString());
            one.putObject("last")
                    .put("by", story.last().by())
                    .put("why", story.last().why())
                    .put("at", story.last().at().toString());
            story.end()
                    .ifPresentOrElse(
                            end -> {
                                ObjectNode writes = one.putObject("writes");
                                new TreeMap<>(end.writes()).forEach(writes::put);
                            },
                            () -> one.putNull("writes"));
        }
        return document;
    }

    String text() {
        if (stories.isEmpty()) {
            return "Nothing was ever replayed.";
        }
        return stories.stream().map(ReplayHistoryDocument::line).collect(Collectors.joining("\n"));
    }

    private static String line(ReplayStory story) {
        ReplayEvent.Requested request = story.request();
        String segment = request.segment().isEmpty() ? "--entity " + request.entity() : request.segment();
        return request.at() + "  " + request.replayId() + "  " + stage(story) + "  " + Counted.of(request.rows(), "row")
                + ", " + segment + "  by " + request.by() + (request.why().isEmpty() ? "" : ": " + request.why());
    }

    private static String stage(ReplayStory story) {
        return switch (story.stage()) {
            case AWAITS_APPROVAL -> "awaits approval";
            case GOES_ON -> "goes on";
            case PAUSED -> "paused by " + story.last().by();
            case CANCELLED -> "cancelled by " + story.last().by();
            case ENDED ->
                "ended: "
                        + story.end()
                                .map(end -> new TreeMap<>(end.writes())
                                        .entrySet().stream()
                                                .filter(count -> count.getValue() > 0)
                                                .map(count -> count.getValue() + " " + count.getKey())
                                                .collect(Collectors.joining(", ")))
                                .orElse("");
        };
    }
}
