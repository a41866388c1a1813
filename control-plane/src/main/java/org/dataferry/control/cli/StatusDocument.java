package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.OpenWrites;
import org.dataferry.control.ledger.Rejections;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.WaitingFor;
import org.dataferry.control.status.Moments;
import org.dataferry.control.status.Situation;

/** A status as a table for people and as JSON for programs; its schema is {@code status.schema.json}. */
final class StatusDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS_PER_SECOND = 1_000;

    /** The table is to stay in sight; the JSON has more. */
    private static final int MOST_IN_TEXT = 5;

    /** Dataverse can be wordy; the JSON has all of it. */
    private static final int MOST_OF_DETAIL = 240;

    private StatusDocument() {}

    static ObjectNode json(StatusReport report, Endpoints endpoints) {
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
        document.put("unannounced", report.unannounced());
        document.set("parkedFor", JSON.valueToTree(report.open().parkedFor()));
        document.set("deferredBy", JSON.valueToTree(report.open().deferredBy()));
        document.set("bouncedBy", JSON.valueToTree(report.open().bouncedBy()));
        document.set("rejectedBy", rejectedBy(report.rejectedBy()));
        document.set("imbalances", JSON.valueToTree(report.imbalances()));
        document.set("endpoints", endpoints(endpoints));
        return document;
    }

    static ObjectNode endpoints(Endpoints endpoints) {
        return JSON.createObjectNode()
                .put("sourceJdbc", endpoints.source().loginUrl())
                .put("ledgerJdbc", endpoints.ledger().loginUrl())
                .put("kafka", endpoints.bootstrapServers())
                .put("registry", endpoints.registry().url().toString())
                .put("dataverse", endpoints.target().baseUrl().toString());
    }

    static String text(StatusReport report, Endpoints endpoints) {
        return String.join("\n", lines(report, Optional.empty(), endpoints, Integer.MAX_VALUE));
    }

    /**
     * @param situation if it is known; of a run that has ended it is not asked
     * @param most characters in a line of the table
     */
    static List<String> lines(StatusReport report, Optional<Situation> situation, Endpoints endpoints, int most) {
        List<String> lines = new ArrayList<>();
        situation.ifPresent(now -> lines.addAll(new SituationText(ZoneId.systemDefault()).lines(now)));
        lines.add(lag(report));
        lines.addAll(new StatusTable(report.entities(), situation).lines(most));
        StringBuilder text = new StringBuilder();
        if (report.deadLetters() > 0) {
            text.append("dead letters: ")
                    .append(report.deadLetters())
                    .append(" records could not be read at all; they are in the dead-letters topic, with the reason\n");
        }
        if (report.unannounced() > 0) {
            text.append("ALARM: ")
                    .append(report.unannounced())
                    .append(" outcomes of writes that were never announced\n");
        }
        for (WaitingFor parent :
                report.open().parkedFor().stream().limit(MOST_IN_TEXT).toList()) {
            text.append("parked: ")
                    .append(parent.writes())
                    .append(" wait for ")
                    .append(parent.row())
                    .append('\n');
        }
        report.rejectedBy().forEach(rejections -> text.append(words(rejections)));
        reasons(text, "deferred", report.open().deferredBy());
        reasons(text, "bounced", report.open().bouncedBy());
        for (Imbalance imbalance : report.imbalances()) {
            text.append("ALARM: ")
                    .append(imbalance.count())
                    .append(" writes of ")
                    .append(imbalance.entity())
                    .append(" were announced before fence ")
                    .append(imbalance.fenceId())
                    .append(" and have no outcome, such as ")
                    .append(String.join(", ", imbalance.writeIds()))
                    .append('\n');
        }
        text.append(text(endpoints));
        lines.addAll(text.toString().lines().toList());
        return lines;
    }

    static String text(Endpoints endpoints) {
        return "source     " + endpoints.source().loginUrl() + "\nledger     "
                + endpoints.ledger().loginUrl() + "\nkafka      " + endpoints.bootstrapServers() + "\nregistry   "
                + endpoints.registry().url() + "\ndataverse  "
                + endpoints.target().baseUrl();
    }

    private static void reasons(StringBuilder text, String what, List<OpenWrites.ByReason> reasons) {
        for (OpenWrites.ByReason one : reasons) {
            text.append(what)
                    .append(": ")
                    .append(one.writes())
                    .append(' ')
                    .append(one.reason().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append('\n');
        }
    }

    private static String lag(StatusReport report) {
        return "lag: " + report.lag().changes() + " changes"
                + report.lag()
                        .behind()
                        .map(behind -> ", " + Moments.span(behind))
                        .orElse("");
    }

    private static String words(Rejections rejections) {
        String example = rejections.row().isEmpty()
                ? ""
                : "  such as " + rejections.row() + ": " + cut(rejections.detail()) + "\n";
        return "rejected: " + rejections.rows() + (rejections.rows() == 1 ? " row " : " rows ") + rejections.reason()
                + ": " + rejections.reason().remedy() + "\n" + example;
    }

    private static String cut(String detail) {
        String line = detail.replaceAll("\\s+", " ").strip();
        return line.length() <= MOST_OF_DETAIL ? line : line.substring(0, MOST_OF_DETAIL) + "…";
    }

    private static ArrayNode rejectedBy(List<Rejections> all) {
        ArrayNode array = JSON.createArrayNode();
        for (Rejections one : all) {
            ObjectNode node = array.addObject()
                    .put("reason", one.reason().name())
                    .put("kind", one.reason().kind().name())
                    .put("rows", one.rows())
                    .put("remedy", one.reason().remedy());
            if (!one.row().isEmpty()) {
                node.put("row", one.row()).put("detail", one.detail());
            }
        }
        return array;
    }
}
