package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.OpenWrites;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.WaitingFor;

/** A status as a table for people and as JSON for programs; its schema is {@code status.schema.json}. */
final class StatusDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS_PER_SECOND = 1_000;

    /** The table is to stay in sight; the JSON has more. */
    private static final int MOST_IN_TEXT = 5;

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
        StringBuilder text = new StringBuilder();
        text.append(row(
                "entity",
                "captured",
                "again",
                "announced",
                "applied",
                "already",
                "skipped",
                "parked",
                "deferred",
                "bounced",
                "rejected",
                "in flight",
                "rows"));
        for (EntityStatus entity : report.entities()) {
            text.append(row(
                    entity.entity(),
                    entity.captured(),
                    entity.redelivered(),
                    entity.announced(),
                    entity.applied(),
                    entity.alreadyApplied(),
                    entity.skipped(),
                    entity.parked(),
                    entity.deferred(),
                    entity.bounced(),
                    entity.rejected(),
                    entity.inFlight(),
                    entity.rows()));
        }
        text.append("lag: ").append(report.lag().changes()).append(" changes");
        report.lag().behind().ifPresent(behind -> text.append(", ").append(words(behind)));
        text.append('\n');
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
        return text.append(text(endpoints)).toString();
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

    private static String words(Duration behind) {
        return behind.toMinutes() >= 2
                ? behind.toMinutes() + " minutes"
                : "%.1f seconds".formatted(behind.toMillis() / MILLIS_PER_SECOND);
    }

    private static String row(Object... cells) {
        StringBuilder row = new StringBuilder("%-24s".formatted(cells[0]));
        for (int i = 1; i < cells.length; i++) {
            row.append("%10s".formatted(cells[i]));
        }
        return row.append('\n').toString();
    }
}
