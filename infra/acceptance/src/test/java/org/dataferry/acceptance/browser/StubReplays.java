package org.dataferry.acceptance.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** Replays of {@link StubDashboard}: what is decided about them holds, and nothing is sent. */
public final class StubReplays {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> STAGES =
            Map.of("pause", "PAUSED", "resume", "GOES_ON", "cancel", "CANCELLED", "approve", "GOES_ON");

    private final ObjectNode document = Canned.replays();
    private final ObjectNode preview = Canned.replayPreview();
    private int looks;

    StubReplays() {}

    /** Its rows are found when they are asked for so many times more. */
    public synchronized void findAfter(int times) {
        looks = times;
    }

    /** Changes what a preview says. */
    public synchronized void change(Consumer<ObjectNode> change) {
        change.accept(preview);
    }

    public synchronized void allAskedForBy(String user) {
        document.path("replays").forEach(replay -> ((ObjectNode) replay).put("by", user));
    }

    synchronized ObjectNode document() {
        return document.deepCopy();
    }

    synchronized ObjectNode post(String path, ObjectNode body) {
        if (looks-- > 0) {
            return JSON.createObjectNode().put("looking", true);
        }
        if (path.endsWith("/preview")) {
            return preview(body.path("segment"));
        }
        String[] parts = path.split("/");
        if (parts.length == 3) {
            return begun(body.path("why").asText());
        }
        for (JsonNode replay : document.path("replays")) {
            if (replay.path("replayId").asText().equals(parts[3])) {
                ((ObjectNode) replay)
                        .put("stage", STAGES.get(parts[4]))
                        .putObject("last")
                        .put("by", "mila")
                        .put("why", body.path("why").asText())
                        .put("at", Instant.now().toString());
                return replay.deepCopy();
            }
        }
        throw new AssertionError("no replay of " + path);
    }

    private ObjectNode preview(JsonNode segment) {
        ObjectNode shown = preview.deepCopy().set("segment", segment);
        if (segment.path("dependants").asBoolean()) {
            int selected = shown.path("selected").asInt();
            for (JsonNode waiting : shown.path("dependants")) {
                selected += waiting.asInt();
            }
            shown.put("selected", selected);
        }
        return shown;
    }

    private ObjectNode begun(String why) {
        ObjectNode replay = document.path("replays").get(1).deepCopy();
        replay.put("replayId", "0new0new-replay").put("sent", 0).put("why", why).putNull("writes");
        document.withArray("/replays").insert(0, replay);
        return JSON.createObjectNode().put("replayId", "0new0new-replay");
    }
}
