package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.dataferry.control.bench.diff.DiffFigures;

/** The figures of {@code ferry bench diff} as text and as JSON; the schema is {@code bench-diff.schema.json}. */
final class DiffBenchDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final double MOST_RATIO = 2.5;
    private static final long MOST_PEAK_MIB = 2_048;
    private static final double MOST_GROWTH = 1.2;

    private static final List<String> NOTES = List.of(
            "Two dumps of 38 columns; in the second 1 % of the rows is changed, 0.2 % are gone and 0.2 % new. The time is of"
                    + " the second: from its closed file to the last change that Kafka has acknowledged, with the guard and"
                    + " the saved dump.",
            "The peer is DuckDB alone, with the same threads and memory: a full join of both files by a hash of the row,"
                    + " which only counts. It saves nothing, checks nothing and publishes nothing.",
            "peakMemoryMiB is of the whole process, Java and DuckDB, as Linux counts it.");

    private DiffBenchDocument() {}

    static ObjectNode json(DiffFigures figures) {
        ObjectNode document = JSON.createObjectNode();
        document.put("benchmark", "diff");
        document.put("rows", figures.small().rows());
        document.put("largeRows", figures.settings().largeRows());
        document.put("repetitions", figures.settings().repetitions());
        document.put("seed", figures.settings().seed());
        document.put("ratio", rounded(figures.small().ratio()));
        document.put("seconds", rounded(figures.small().seconds()));
        document.put("peerSeconds", rounded(figures.small().peerSeconds()));
        aim(document, "ratio", MOST_RATIO, figures.small().ratio());
        figures.large().ifPresent(large -> {
            document.put("largeSeconds", rounded(large.seconds()));
            document.put("peakMemoryMiB", large.peakMiB());
            aim(document, "peakMemoryMiB", MOST_PEAK_MIB, large.peakMiB());
        });
        figures.growthRatio().ifPresent(growth -> {
            document.put("growthRatio", rounded(growth));
            aim(document, "growthRatio", MOST_GROWTH, growth);
        });
        NOTES.forEach(document.putArray("notes")::add);
        return document;
    }

    private static void aim(ObjectNode document, String figure, double most, double found) {
        document.withArray("/aims")
                .addObject()
                .put("figure", figure)
                .put(
                        "aim",
                        "<= " + BigDecimal.valueOf(most).stripTrailingZeros().toPlainString())
                .put("met", found <= most);
    }

    static String text(DiffFigures figures) {
        StringBuilder text = new StringBuilder("%,d rows: %.2f s, the peer %.2f s, ratio %.2f%n"
                .formatted(
                        figures.small().rows(),
                        figures.small().seconds(),
                        figures.small().peerSeconds(),
                        figures.small().ratio()));
        figures.large()
                .ifPresent(large ->
                        text.append("%,d rows: %.2f s, at most %,d MiB of memory, %.2f times the time per row%n"
                                .formatted(
                                        large.rows(),
                                        large.seconds(),
                                        large.peakMiB(),
                                        figures.growthRatio().orElse(0.0))));
        text.append('\n');
        NOTES.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString().stripTrailing();
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).setScale(2, RoundingMode.HALF_UP);
    }
}
