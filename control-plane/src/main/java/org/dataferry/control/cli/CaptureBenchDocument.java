package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.dataferry.control.bench.Spread;
import org.dataferry.control.bench.capture.CaptureBenchFigures;
import org.dataferry.control.bench.capture.CaptureBenchFigures.Pair;

/** The figures of {@code ferry bench capture} as a table and as JSON; the schema is {@code bench-capture.schema.json}. */
final class CaptureBenchDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final double LEAST_SNAPSHOT_RATIO = 3;
    private static final double LEAST_STREAMING_RATIO = 1;
    private static final int ROWS_OF_THE_AIM = 500_000;

    private static final List<String> NOTES = List.of(
            "A snapshot is measured from the start of capture to when the last row stands in Kafka, slot and schemas"
                    + " included. Debezium alone runs its engine with JSON without schemas, serialized on all cores, batches of"
                    + " 8,192, and as many snapshot threads; it divides no table, so one table has one.",
            "copyRatio is the median of ours beside the median of a COPY of the same table in binary form into this process,"
                    + " with as many readers, where the rows are dropped.",
            "Streaming is measured from when the first of the changes is written, in transactions of 1,000 rows, to when the"
                    + " last stands in Kafka. PostgreSQL writes faster than either reads.",
            "Latency is from the answer to a commit of one row to when a consumer has it. PostgreSQL, Kafka and registry share"
                    + " the machine.");

    private CaptureBenchDocument() {}

    static ObjectNode json(CaptureBenchFigures figures) {
        ObjectNode document = JSON.createObjectNode();
        document.put("benchmark", "capture");
        document.put("rows", figures.settings().rows());
        document.put("runs", figures.settings().runs());
        document.put("readers", figures.settings().readers());
        ObjectNode machine = document.putObject("machine");
        machine.put("cores", figures.machine().cores());
        machine.put("loadBefore", rounded(figures.machine().loadBefore()));
        machine.put("loadAfter", rounded(figures.machine().loadAfter()));
        document.put("snapshotRatio", rounded(figures.snapshotRatio().median()));
        add(document.putObject("snapshotRatioSpread"), figures.snapshotRatio());
        add(document.putArray("snapshotRowsPerSecond"), figures.pairs());
        document.put("copyRatio", rounded(figures.copyRatio()));
        document.put("copyRowsPerSecond", Math.round(figures.copy().median()));
        document.put("streamingRatio", rounded(figures.streamingRatio().median()));
        add(document.putObject("streamingRatioSpread"), figures.streamingRatio());
        add(document.putArray("streamingRowsPerSecond"), figures.streamed());
        document.put("latencyChanges", figures.latency().changes());
        document.put("latencyP50Ms", rounded(figures.latency().p50Millis()));
        document.put("latencyP99Ms", rounded(figures.latency().p99Millis()));
        boolean size = figures.settings().rows() >= ROWS_OF_THE_AIM;
        ArrayNode aims = document.putArray("aims");
        aims.addObject()
                .put("figure", "snapshotRatio")
                .put("aim", ">= 3")
                .put("met", size && figures.snapshotRatio().median() >= LEAST_SNAPSHOT_RATIO);
        aims.addObject()
                .put("figure", "streamingRatio")
                .put("aim", ">= 1.0")
                .put("met", size && figures.streamingRatio().median() >= LEAST_STREAMING_RATIO);
        ArrayNode notes = document.putArray("notes");
        NOTES.forEach(notes::add);
        return document;
    }

    private static void add(ObjectNode object, Spread spread) {
        object.put("min", rounded(spread.min()));
        object.put("median", rounded(spread.median()));
        object.put("max", rounded(spread.max()));
    }

    private static void add(ArrayNode array, List<Pair> pairs) {
        pairs.forEach(pair ->
                array.addObject().put("ours", Math.round(pair.ours())).put("debezium", Math.round(pair.debezium())));
    }

    static String text(CaptureBenchFigures figures) {
        StringBuilder text = new StringBuilder();
        text.append("%-12s %14s %14s %8s%n".formatted("rows/s", "ours", "Debezium", "ratio"));
        figures.pairs().forEach(pair -> text.append(line("snapshot", pair)));
        figures.streamed().forEach(pair -> text.append(line("streaming", pair)));
        text.append("%nsnapshotRatio %.2f (%.2f to %.2f), copyRatio %.2f of %,.0f rows/s%n"
                .formatted(
                        figures.snapshotRatio().median(),
                        figures.snapshotRatio().min(),
                        figures.snapshotRatio().max(),
                        figures.copyRatio(),
                        figures.copy().median()));
        text.append("streamingRatio %.2f (%.2f to %.2f)%n"
                .formatted(
                        figures.streamingRatio().median(),
                        figures.streamingRatio().min(),
                        figures.streamingRatio().max()));
        text.append("latency of %,d changes: p50 %.1f ms, p99 %.1f ms%n%n"
                .formatted(
                        figures.latency().changes(),
                        figures.latency().p50Millis(),
                        figures.latency().p99Millis()));
        NOTES.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String line(String what, Pair pair) {
        return "%-12s %,14.0f %,14.0f %8.2f%n"
                .formatted(what, pair.ours(), pair.debezium(), pair.ours() / pair.debezium());
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).setScale(2, RoundingMode.HALF_UP);
    }
}
