package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.dataferry.control.bench.operate.Latency;
import org.dataferry.control.bench.operate.OperateBenchFigures;

/** The figures of {@code ferry bench operate} as a table and as JSON; the schema is {@code bench-operate.schema.json}. */
final class OperateBenchDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final double MOST_P95_MILLIS = 300;
    private static final int ROWS_OF_THE_AIM = 5_000_000;
    private static final double MOST_PREVIEW_SECONDS = 3;
    private static final int FAILED_ROWS_OF_THE_AIM = 10_000;

    private static final int RATE_OF_THE_AIM = 500;
    private static final double MOST_P99_MILLIS = 1_000;
    private static final double MOST_TIMES_CAPTURE = 10;
    private static final double MOST_LAG_ERROR_SECONDS = 1;
    private static final double LEAST_REPLAY_RATIO = 0.8;

    private static final List<String> NOTES = List.of(
            "The ledger is made from topics that are there: of each row a change, a fan-out, a write of 38 columns, an outcome"
                    + " and an identity. One row of a hundred was refused, and two wait for it. Kafka, registry and PostgreSQL"
                    + " share the machine.",
            "Views are asked one question after the other, right after the ledger was made, until the last row is read. The"
                    + " aim is at " + ROWS_OF_THE_AIM + " rows.",
            "A preview is of all rows that were rejected, and of those that wait for them: found, classified, counted and"
                    + " estimated, without the twenty that are mapped. The aim is at " + FAILED_ROWS_OF_THE_AIM
                    + " of them.",
            "A waiver is of the same rows, in two decisions: found in the topics and written down; then until the ledger shows"
                    + " each row as waived, while nothing else comes.",
            "Latency is of a whole migration in processes of its own, ledger and dashboard running: updates of single rows of 38"
                    + " columns with two lookups, from the commit at the source to the target's answer, which comes without a"
                    + " delay. What capture has of it is until it sends the change on, of which nearly all is Debezium's. The"
                    + " lag that the dashboard tells is compared with the age of the oldest change without an answer at that"
                    + " moment.",
            "A replay is of the whole table, with a mapping that has not changed, so transform alone has work; it is compared with"
                    + " transform alone over the same rows as they were captured. Both begin with a process that has just"
                    + " started.");

    private OperateBenchDocument() {}

    static ObjectNode json(OperateBenchFigures figures) {
        ObjectNode document = JSON.createObjectNode();
        document.put("benchmark", "operate");
        document.put("rows", figures.settings().rows());
        document.put("questions", figures.settings().questions());
        document.put("seed", figures.settings().seed());
        ObjectNode machine = document.putObject("machine");
        machine.put("cores", figures.machine().cores());
        machine.put("loadBefore", rounded(figures.machine().loadBefore()));
        machine.put("loadAfter", rounded(figures.machine().loadAfter()));
        figures.ledger().ifPresent(ledger -> add(document, figures.settings().rows(), ledger));
        figures.preview().ifPresent(preview -> add(document, preview));
        figures.waiver().ifPresent(waiver -> add(document, waiver));
        figures.latency().ifPresent(latency -> add(document, latency));
        ArrayNode notes = document.putArray("notes");
        NOTES.forEach(notes::add);
        return document;
    }

    private static void add(ObjectNode document, int rows, OperateBenchFigures.Ledger ledger) {
        document.put("ledgerRebuildRowsPerSecond", Math.round(rows / ledger.seconds()));
        document.put("ledgerRebuildRecordsPerSecond", Math.round(ledger.records() / ledger.seconds()));
        document.put("ledgerBytesPerRow", ledger.databaseBytes() / rows);
        document.put("viewsP95Ms", rounded(ledger.p95Millis()));
        ArrayNode views = document.putArray("views");
        ledger.views()
                .forEach(view -> views.addObject()
                        .put("question", view.name())
                        .put("p50Ms", rounded(view.p50Millis()))
                        .put("p95Ms", rounded(view.p95Millis()))
                        .put("mostMs", rounded(view.mostMillis())));
        document.withArray("/aims")
                .addObject()
                .put("figure", "viewsP95Ms")
                .put("aim", "<= " + Math.round(MOST_P95_MILLIS))
                .put("met", ledger.p95Millis() <= MOST_P95_MILLIS && rows >= ROWS_OF_THE_AIM);
    }

    private static void add(ObjectNode document, OperateBenchFigures.Preview preview) {
        document.put("previewRows", preview.rows());
        document.put("previewDependants", preview.dependants());
        document.put("previewSeconds", BigDecimal.valueOf(preview.seconds()).setScale(3, RoundingMode.HALF_UP));
        document.withArray("/aims")
                .addObject()
                .put("figure", "previewSeconds")
                .put("aim", "<= " + Math.round(MOST_PREVIEW_SECONDS))
                .put("met", preview.seconds() <= MOST_PREVIEW_SECONDS && preview.rows() >= FAILED_ROWS_OF_THE_AIM);
    }

    private static void add(ObjectNode document, OperateBenchFigures.Waiver waiver) {
        document.put("waivedRows", waiver.rows());
        document.put("waiveDecisionSeconds", hundredths(waiver.decisionSeconds()));
        document.put("waiveLedgerSeconds", hundredths(waiver.ledgerSeconds()));
    }

    private static void add(ObjectNode document, Latency latency) {
        document.put("commitIntervalMs", latency.commitMillis());
        ArrayNode rates = document.putArray("latency");
        latency.atRates()
                .forEach(rate -> rates.addObject()
                        .put("changesPerSecond", rounded(rate.changesPerSecond()))
                        .put("changes", rate.changes())
                        .put("p50Ms", rounded(rate.p50Millis()))
                        .put("p99Ms", rounded(rate.p99Millis()))
                        .put("captureP50Ms", rounded(rate.captureP50Millis())));
        document.put("lagErrorSeconds", hundredths(latency.lagErrorSeconds()));
        document.put("mostLagErrorSeconds", hundredths(latency.mostLagErrorSeconds()));
        document.put("replayRowsPerSecond", Math.round(latency.replayRowsPerSecond()));
        document.put("transformRowsPerSecond", Math.round(latency.transformRowsPerSecond()));
        double ratio = latency.replayRowsPerSecond() / latency.transformRowsPerSecond();
        document.put("replayRatio", hundredths(ratio));
        Latency.AtRate fastest = latency.atRates().getLast();
        // A rate that the machine did not reach is none at which the aim could be met.
        boolean isAtRate = fastest.changesPerSecond() >= 0.95 * RATE_OF_THE_AIM;
        aim(document, "p99Ms", "<= " + Math.round(MOST_P99_MILLIS), isAtRate && fastest.p99Millis() <= MOST_P99_MILLIS);
        aim(
                document,
                "p50Ms",
                "<= " + Math.round(MOST_TIMES_CAPTURE) + " x captureP50Ms",
                isAtRate && fastest.p50Millis() <= MOST_TIMES_CAPTURE * fastest.captureP50Millis());
        aim(
                document,
                "lagErrorSeconds",
                "<= " + Math.round(MOST_LAG_ERROR_SECONDS),
                latency.lagErrorSeconds() <= MOST_LAG_ERROR_SECONDS);
        aim(document, "replayRatio", ">= " + LEAST_REPLAY_RATIO, ratio >= LEAST_REPLAY_RATIO);
    }

    private static void aim(ObjectNode document, String figure, String aim, boolean met) {
        document.withArray("/aims")
                .addObject()
                .put("figure", figure)
                .put("aim", aim)
                .put("met", met);
    }

    static String text(OperateBenchFigures figures) {
        StringBuilder text = new StringBuilder();
        int rows = figures.settings().rows();
        figures.ledger().ifPresent(ledger -> {
            text.append("ledger made anew: %,.0f rows/s, %,.0f records/s, %,d bytes per row%n"
                    .formatted(
                            rows / ledger.seconds(),
                            ledger.records() / ledger.seconds(),
                            ledger.databaseBytes() / rows));
            text.append("%n%-24s %10s %10s %10s%n".formatted("", "p50 ms", "p95 ms", "most ms"));
            ledger.views()
                    .forEach(view -> text.append("%-24s %10.1f %10.1f %10.1f%n"
                            .formatted(view.name(), view.p50Millis(), view.p95Millis(), view.mostMillis())));
            text.append("%-24s %10s %10.1f%n%n".formatted("all of them", "", ledger.p95Millis()));
        });
        figures.preview()
                .ifPresent(preview -> text.append("preview of %,d failed rows, %,d of which wait for others: %.3f s%n%n"
                        .formatted(preview.rows(), preview.dependants(), preview.seconds())));
        figures.waiver()
                .ifPresent(waiver ->
                        text.append("waiver of %,d failed rows: decided in %.2f s, in the ledger %.2f s later%n%n"
                                .formatted(waiver.rows(), waiver.decisionSeconds(), waiver.ledgerSeconds())));
        figures.latency().ifPresent(latency -> {
            text.append("%-24s %10s %10s %14s%n".formatted("changes/s", "p50 ms", "p99 ms", "capture p50 ms"));
            latency.atRates()
                    .forEach(rate -> text.append("%-24.0f %10.1f %10.1f %14.1f%n"
                            .formatted(
                                    rate.changesPerSecond(),
                                    rate.p50Millis(),
                                    rate.p99Millis(),
                                    rate.captureP50Millis())));
            text.append("the dashboard's lag is off by %.2f s at most in 95 of 100 looks, %.2f s in the worst%n"
                    .formatted(latency.lagErrorSeconds(), latency.mostLagErrorSeconds()));
            text.append("replay %,.0f rows/s, transform %,.0f rows/s%n%n"
                    .formatted(latency.replayRowsPerSecond(), latency.transformRowsPerSecond()));
        });
        NOTES.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString().stripTrailing();
    }

    private static BigDecimal hundredths(double figure) {
        return BigDecimal.valueOf(figure).setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).setScale(1, RoundingMode.HALF_UP);
    }
}
