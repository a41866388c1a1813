package org.dataferry.control.replay;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * How far a replay is, as its sender last wrote it beside the plan, for others on this machine. Nothing rests on it: what was
 * sent stands in the topics.
 *
 * @param sent rows of which the commands stand in the log
 * @param writes of the replay, by the name of the outcome
 * @param before the entity's sum when the replay was asked for; empty if nobody looked
 * @param after the same at its end
 * @param at when that was so
 */
public record ReplayNote(
        long sent,
        Map<String, Long> writes,
        Optional<Map<String, Long>> before,
        Optional<Map<String, Long>> after,
        Instant at) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    public ReplayNote {
        writes = Map.copyOf(writes);
    }

    static ReplayNote begin(Optional<Map<String, Long>> before, Instant at) {
        return new ReplayNote(0, Map.of(), before, Optional.empty(), at);
    }

    ReplayNote with(long newSent, Map<String, Long> newWrites, Instant now) {
        return new ReplayNote(newSent, newWrites, before, after, now);
    }

    ReplayNote withAfter(Optional<Map<String, Long>> newAfter, Instant now) {
        return new ReplayNote(sent, writes, before, newAfter, now);
    }

    /** Empty if there is none that can be read. */
    static Optional<ReplayNote> load(Path state, String replayId) {
        Path file = file(state, replayId);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(file.toFile());
            return Optional.of(new ReplayNote(
                    node.path("sent").asLong(),
                    counts(node.path("writes")).orElse(Map.of()),
                    counts(node.path("before")),
                    counts(node.path("after")),
                    Instant.parse(node.path("at").asText())));
        } catch (IOException | IllegalArgumentException | DateTimeParseException cutOff) {
            return Optional.empty();
        }
    }

    /** @throws IOException if it cannot be written; a replay goes on without */
    void save(Path state, String replayId) throws IOException {
        ObjectNode node = JSON.createObjectNode().put("sent", sent).put("at", at.toString());
        node.set("writes", JSON.valueToTree(writes));
        node.set("before", JSON.valueToTree(before.orElse(null)));
        node.set("after", JSON.valueToTree(after.orElse(null)));
        Path file = file(state, replayId);
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling(replayId + ".note.unfinished");
        Files.writeString(unfinished, node.toString());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Optional<Map<String, Long>> counts(JsonNode node) {
        return node.isObject() ? Optional.of(JSON.convertValue(node, COUNTS)) : Optional.empty();
    }

    private static Path file(Path state, String replayId) {
        return state.resolve("replays").resolve(replayId + ".note");
    }
}
