package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.dataferry.control.demo.DemoReport;
import org.dataferry.control.demo.check.CheckReport;
import org.dataferry.control.demo.check.Finding;
import org.dataferry.control.endpoint.Endpoints;

/** What a demo did and found, as text and as {@code demo.schema.json} has it. */
final class DemoDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS_PER_SECOND = 1_000;

    /** The text is to stay in sight; the JSON has more. */
    private static final int MOST_IN_TEXT = 10;

    private DemoDocument() {}

    static ObjectNode json(DemoReport report, Endpoints endpoints) {
        CheckReport check = report.check();
        ObjectNode document = JSON.createObjectNode()
                .put("selfCheck", report.isPassed() ? "passed" : "failed")
                .put("rows", report.settings().rows())
                .put("seed", report.settings().seed())
                .put("continued", report.continued())
                .put("changes", report.changes())
                .put("changesSinceCheck", report.changesSinceCheck());
        ObjectNode rates = document.putObject("rowsPerSecond");
        report.rates().forEach((stage, rate) -> putRate(rates, stage, rate));
        ObjectNode seconds = document.putObject("seconds");
        report.durations().forEach((part, length) -> seconds.put(part, seconds(length)));
        document.putObject("checked").put("rows", check.rows()).put("values", check.values());
        ArrayNode tables = document.putArray("tables");
        check.tables().forEach(table -> tables.add(JSON.<ObjectNode>valueToTree(table)));
        document.set("links", JSON.valueToTree(check.links()));
        ArrayNode rejected = document.putArray("rejected");
        for (CheckReport.Rejected one : check.rejected()) {
            rejected.addObject()
                    .put("dirt", one.dirt().name())
                    .put("reason", one.dirt().reason())
                    .put("expected", one.expected())
                    .put("found", one.found());
        }
        document.set("parked", JSON.valueToTree(check.parked()));
        document.put("sumHolds", !report.status().isSumBroken());
        document.put("deadLetters", report.status().deadLetters());
        document.put("findingsTotal", check.findingsTotal());
        document.set("findings", JSON.valueToTree(check.findings()));
        document.set("endpoints", EndpointsDocument.of(endpoints));
        return document;
    }

    static String text(DemoReport report) {
        CheckReport check = report.check();
        StringBuilder text = new StringBuilder();
        for (CheckReport.TableCount table : check.tables()) {
            text.append(row(table.entity(), table.found(), table.expected(), "rows of " + table.table()));
        }
        text.append(row("links", check.links().found(), check.links().expected(), "providers cleared by accounts"));
        for (CheckReport.Rejected one : check.rejected()) {
            text.append(row(
                    "rejected",
                    one.found(),
                    one.expected(),
                    one.dirt().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", as "
                            + one.dirt().reason()));
        }
        text.append(row("parked", check.parked().found(), check.parked().expected(), "name a row that was rejected"));
        String rates = rates(report.rates());
        if (!rates.isEmpty()) {
            text.append("rows per second: ").append(rates).append('\n');
        }
        text.append("seconds: ")
                .append(report.durations().entrySet().stream()
                        .map(part -> part.getKey() + " " + seconds(part.getValue()))
                        .collect(Collectors.joining(", ")))
                .append('\n');
        for (Finding finding : check.findings().stream().limit(MOST_IN_TEXT).toList()) {
            text.append("WRONG: ").append(finding.text()).append('\n');
        }
        if (check.findingsTotal() > MOST_IN_TEXT) {
            text.append("and ").append(check.findingsTotal() - MOST_IN_TEXT).append(" more\n");
        }
        if (report.status().isSumBroken()) {
            text.append("WRONG: the sum of all writes is broken; ferry status names them\n");
        }
        if (report.status().deadLetters() > 0) {
            text.append("WRONG: ").append(report.status().deadLetters()).append(" records could not be read at all\n");
        }
        text.append(String.format(
                Locale.ROOT,
                "self-check %s: %,d values in %,d rows and links compared, after %,d live changes%s",
                report.isPassed() ? "passed" : "FAILED",
                check.values(),
                check.rows(),
                report.changes() - report.changesSinceCheck(),
                report.changesSinceCheck() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, "; %,d that came later are not in it", report.changesSinceCheck())));
        return text.toString();
    }

    /** Where to look while it goes on. */
    static String where(Path folder, Endpoints endpoints) {
        return String.join("\n", StatusText.endpoints(endpoints)) + "\nfolder     " + folder + " (ferry status "
                + folder + ")";
    }

    private static String row(String what, long found, long expected, String of) {
        return String.format(
                Locale.ROOT,
                "%-18s %,12d%s  %s%n",
                what,
                found,
                found == expected ? "" : String.format(Locale.ROOT, " of %,d", expected),
                of);
    }

    private static void putRate(ObjectNode rates, String stage, OptionalDouble rate) {
        if (rate.isPresent()) {
            rates.put(stage, Math.round(rate.getAsDouble()));
        } else {
            rates.putNull(stage);
        }
    }

    /** Of stages that had nothing to do there is none. */
    private static String rates(Map<String, OptionalDouble> rates) {
        return rates.entrySet().stream()
                .filter(rate -> rate.getValue().isPresent())
                .map(rate -> rate.getKey()
                        + String.format(Locale.ROOT, " %,.0f", rate.getValue().getAsDouble()))
                .collect(Collectors.joining(", "));
    }

    private static BigDecimal seconds(Duration length) {
        return BigDecimal.valueOf(length.toMillis() / MILLIS_PER_SECOND).setScale(1, RoundingMode.HALF_UP);
    }
}
