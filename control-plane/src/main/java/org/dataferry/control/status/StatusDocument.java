package org.dataferry.control.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dataferry.control.ledger.OpenLetter;
import org.dataferry.control.ledger.OpenWrites;
import org.dataferry.control.ledger.Rejections;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.WaitingFor;
import org.dataferry.schemas.key.PlainRow;

/** The sums of a status as JSON for programs. */
public final class StatusDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS_PER_SECOND = 1_000;

    private StatusDocument() {}

    /** The sums, and how it stands; its schema is {@code status.schema.json}, but for the endpoints. */
    public static ObjectNode json(Look look) {
        ObjectNode document = SituationText.addTo(json(look.report()), look.situation());
        document.set("sources", SourceText.json(look.sources()));
        return document;
    }

    /** The sums alone. */
    public static ObjectNode json(StatusReport report) {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode entities = document.putArray("entities");
        report.entities().forEach(entity -> entities.add(JSON.<ObjectNode>valueToTree(entity)));
        ObjectNode lag = document.putObject("lag");
        lag.put("changes", report.lag().changes());
        report.lag()
                .behind()
                .ifPresentOrElse(
                        behind -> lag.put("seconds", behind.toMillis() / MILLIS_PER_SECOND),
                        () -> lag.putNull("seconds"));
        document.put("deadLetters", report.deadLetters());
        document.put("discardedLetters", report.discardedLetters());
        document.set("openLetters", openLetters(report.openLetters()));
        document.put("unannounced", report.unannounced());
        document.set("parkedFor", parkedFor(report.open().parkedFor(), report.rows()));
        document.set("deferredBy", waiting(report.open().deferredBy(), report.rows()));
        document.set("bouncedBy", waiting(report.open().bouncedBy(), report.rows()));
        document.set("rejectedBy", rejectedBy(report.rejectedBy(), report.rows()));
        document.set("imbalances", JSON.valueToTree(report.imbalances()));
        return document;
    }

    /** Input that could not be read. */
    private static ArrayNode openLetters(List<OpenLetter> letters) {
        ArrayNode array = JSON.createArrayNode();
        letters.forEach(one -> array.addObject()
                .put("id", one.id().text())
                .put("stage", one.stage())
                .put("reason", one.reason())
                .put("topic", one.topic())
                .put("partition", one.partition())
                .put("offset", one.offset())
                .put("bytes", one.bytes()));
        return array;
    }

    /** The reasons for which writes wait, each with a row. */
    private static ArrayNode waiting(List<OpenWrites.ByReason> reasons, PlainRow plain) {
        ArrayNode array = JSON.createArrayNode();
        for (OpenWrites.ByReason one : reasons) {
            ObjectNode node = array.addObject().put("reason", one.reason()).put("writes", one.writes());
            addRow(node, one.row(), plain);
        }
        return array;
    }

    /** The rows that writes wait for. */
    public static ArrayNode parkedFor(List<WaitingFor> rows, PlainRow plain) {
        ArrayNode array = JSON.createArrayNode();
        for (WaitingFor one : rows) {
            addRow(array.addObject().put("writes", one.writes()), one.row(), plain);
        }
        return array;
    }

    /** Its id, and as people write it. */
    private static void addRow(ObjectNode node, String row, PlainRow plain) {
        if (!row.isEmpty()) {
            node.put("row", row).put("plainRow", plain.text(row));
        }
    }

    /** Why rows are rejected, each with a row. */
    public static ArrayNode rejectedBy(List<Rejections> all, PlainRow plain) {
        ArrayNode array = JSON.createArrayNode();
        for (Rejections one : all) {
            ObjectNode node = array.addObject()
                    .put("reason", one.reason().name())
                    .put("kind", one.reason().kind().name())
                    .put("rows", one.rows())
                    .put("waived", one.waived())
                    .put("remedy", one.reason().remedy());
            if (!one.row().isEmpty()) {
                addRow(node, one.row(), plain);
                node.put("detail", one.detail());
            }
        }
        return array;
    }
}
