package org.dataferry.control.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.settings.RecordLimits;

/**
 * The story of one row, as the ledger tells it: in it are changes at the source, the writes that they became, all outcomes, and
 * what people did.
 *
 * @param row as lists have it
 * @param rowId not masked: where its writes are found
 * @param told empty if the sink has told nothing of it yet
 * @param images of the versions that the ledger still has
 */
record RowStory(
        ObjectNode row,
        String rowId,
        List<ObjectNode> changes,
        List<ObjectNode> writes,
        List<ObjectNode> outcomes,
        Optional<SinkOutcomes> told,
        List<ObjectNode> decisions,
        Map<Long, ObjectNode> images,
        ObjectNode held,
        List<String> cutShort,
        RecordLimits limits,
        Sight sight) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** With the columns of each write, of which the log has what the ledger has forgotten. */
    ObjectNode document(WriteLog log) {
        WriteLog.Read read = log.read(rowId, row, writes, told, images.keySet(), limits);
        WriteColumns columns = new WriteColumns(row.path("entity").asText(), sight);
        columns.addTo(writes, images, read.writes());
        List<ObjectNode> all = new ArrayList<>();
        changes.forEach(change -> all.add(change.put("event", "CHANGE")));
        writes.forEach(write -> all.add(event(write)));
        outcomes.forEach(outcome -> all.add(outcome.put("event", "OUTCOME")));
        decisions.forEach(decision -> all.add(decision.put("event", "DECISION")));
        if (!read.old().isEmpty()) {
            all.add(columns.oldValues(read.old()).put("event", "OLD_VALUES"));
        }
        all.sort(Comparator.comparing(RowStory::at).thenComparing(RowStory::step));
        ObjectNode document = JSON.createObjectNode();
        document.set("record", row);
        document.set("held", held);
        document.putArray("events").addAll(all);
        cutShort.forEach(document.putArray("cutShort")::add);
        read.missing().forEach(document.putArray("notRead")::add);
        return document;
    }

    private static ObjectNode event(ObjectNode write) {
        write.remove(List.of("writeOffset", "source", "status", "outcomeAt"));
        return write.put("event", "WRITE");
    }

    private static Instant at(JsonNode event) {
        return instant(event.path("at")).orElse(Instant.MIN);
    }

    /** Of what happened at one moment, in the order in which it follows from each other. */
    private static int step(JsonNode event) {
        return List.of("CHANGE", "WRITE", "OLD_VALUES", "OUTCOME", "DECISION")
                .indexOf(event.path("event").asText());
    }

    static Optional<Instant> instant(JsonNode text) {
        return text.isTextual()
                ? Optional.of(OffsetDateTime.parse(text.asText()).toInstant())
                : Optional.empty();
    }
}
