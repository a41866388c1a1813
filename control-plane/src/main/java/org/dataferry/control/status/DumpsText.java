package org.dataferry.control.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.Finding;
import org.dataferry.schemas.words.Counted;

/** Dumps in words for people, and as JSON for programs. */
public final class DumpsText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DumpsText() {}

    /** What waits, why, and what to do about it; no line if nothing does. */
    static List<String> lines(DumpsLook look, Moments moments, Instant now) {
        List<String> lines = new ArrayList<>();
        look.waiting().forEach(waiting -> {
            DumpState.Quarantined dump = waiting.dump();
            lines.add("ALARM: a dump of " + waiting.table() + " waits since "
                    + moments.at(Instant.ofEpochMilli(dump.at()), now) + ", and nothing was published of it: "
                    + dump.findings().stream().map(Finding::message).collect(Collectors.joining("; "))
                    + (dump.counts().rows() > 0 ? ". It would be: " + words(dump.counts()) : "")
                    + waiting.command()
                            .map(command -> ". If that is right: " + command)
                            .orElse(
                                    dump.isAcceptable()
                                            ? ". Its file is not there any more: " + dump.file()
                                            : ". It cannot be accepted as it is; correct the file, the table or the settings: "
                                                    + dump.file()));
        });
        look.unread()
                .forEach((table, why) -> lines.add("ALARM: " + table + " was not read when it was tried last: " + why));
        return lines;
    }

    public static String words(DumpState.Counts counts) {
        return Counted.of(counts.rows(), "row") + "; " + counts.inserted() + " new, " + counts.updated() + " changed, "
                + counts.deleted() + " deleted";
    }

    /** As {@code status.schema.json} has it. */
    static void addTo(ObjectNode source, DumpsLook look) {
        ArrayNode waiting = source.putArray("waitingDumps");
        look.waiting().forEach(one -> {
            ObjectNode node = waiting.addObject()
                    .put("table", one.table())
                    .put("file", one.dump().file())
                    .put("takenAt", Instant.ofEpochMilli(one.dump().takenAt()).toString())
                    .put("since", Instant.ofEpochMilli(one.dump().at()).toString())
                    .put("command", one.command().orElse(null));
            node.set("counts", json(one.dump().counts()));
            node.set("findings", json(one.dump().findings()));
        });
        ArrayNode unread = source.putArray("unreadTables");
        look.unread()
                .forEach((table, why) -> unread.addObject().put("table", table).put("reason", why));
    }

    public static ArrayNode json(List<Finding> findings) {
        ArrayNode all = JSON.createArrayNode();
        findings.forEach(finding -> all.addObject()
                .put("kind", finding.kind().name())
                .put("acceptable", finding.kind().isAcceptable())
                .put("message", finding.message()));
        return all;
    }

    public static ObjectNode json(DumpState.Counts counts) {
        return JSON.createObjectNode()
                .put("rows", counts.rows())
                .put("inserted", counts.inserted())
                .put("updated", counts.updated())
                .put("deleted", counts.deleted());
    }
}
