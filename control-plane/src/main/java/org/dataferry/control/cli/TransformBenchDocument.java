package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.control.bench.Spread;
import org.dataferry.control.bench.TransformFigures;

/** The figures of {@code ferry bench transform} as a table and as JSON; the schema is {@code bench-transform.schema.json}. */
final class TransformBenchDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final double LEAST_RATIO = 1.5;
    private static final double MOST_RELEASE_MILLIS = 500;

    /** Sixteen times the rows may cost so much more per row and still be called flat: what runs of one size differ by. */
    private static final double FLAT = 1.15;

    private TransformBenchDocument() {}

    static ObjectNode json(TransformFigures figures) {
        ObjectNode document = JSON.createObjectNode();
        document.put("benchmark", "transform");
        document.put("threads", figures.settings().threads());
        document.put("partitions", figures.partitions());
        document.put("commitIntervalMillis", figures.commitIntervalMillis());
        document.put("seed", figures.settings().seed());
        document.put("repetitions", figures.settings().repetitions());
        document.setAll(rates(figures.oneTable()));
        TransformFigures.CpuMicros cpu = figures.cpuMicrosPerRow();
        ObjectNode micros = document.putObject("cpuMicrosPerRow");
        micros.put("read", rounded(cpu.read()));
        micros.put("map", rounded(cpu.map()));
        micros.put("image", rounded(cpu.image()));
        micros.put("lookups", rounded(cpu.lookups()));
        micros.put("write", rounded(cpu.write()));
        micros.put("rest", rounded(cpu.rest()));
        micros.put("total", rounded(cpu.total()));
        micros.put("peerTotal", rounded(figures.peerCpuMicrosPerRow()));
        ArrayNode growth = document.putArray("growth");
        figures.growth()
                .forEach(step -> growth.addObject()
                        .put("rows", step.rows())
                        .put("microsPerRow", rounded(step.microsPerRow()))
                        .put("cpuMicrosPerRow", rounded(step.cpuMicrosPerRow()))
                        .put("heapMiB", rounded(step.heapMiB())));
        document.set("manyTables", rates(figures.manyTables()));
        ObjectNode checks = document.putObject("checks");
        checks.put("lookupsBound", figures.checks().bound());
        checks.put("rowsMissing", figures.checks().missing());
        checks.put("rowsTwice", figures.checks().twice());
        ArrayNode aims = document.putArray("aims");
        aims(figures)
                .forEach(aim -> aims.addObject()
                        .put("figure", aim.figure())
                        .put("aim", aim.aim())
                        .put("met", aim.met()));
        ArrayNode notes = document.putArray("notes");
        notes(figures).forEach(notes::add);
        return document;
    }

    private static ObjectNode rates(TransformFigures.Rates rates) {
        ObjectNode node = JSON.createObjectNode();
        node.put("tables", rates.tables());
        node.put("rows", rates.rows());
        node.put("ratio2Lookups", rounded(rates.ratio2Lookups().median()));
        node.put("rowsPerSecond2Lookups", whole(rates.ours2Lookups().median()));
        node.put("rowsPerSecond5Lookups", whole(rates.ours5Lookups()));
        node.put("rowsPerSecondPeer2Lookups", whole(rates.peer2Lookups().median()));
        ObjectNode late = node.putObject("late30Percent");
        late.put("ratio2Lookups", rounded(rates.late2Lookups() / rates.latePeer2Lookups()));
        late.put("rowsPerSecond2Lookups", whole(rates.late2Lookups()));
        late.put("rowsPerSecond5Lookups", whole(rates.late5Lookups()));
        late.put("rowsPerSecondPeer2Lookups", whole(rates.latePeer2Lookups()));
        ObjectNode spread = node.putObject("spread");
        spread.set("rowsPerSecond2Lookups", spread(rates.ours2Lookups()));
        spread.set("rowsPerSecondPeer2Lookups", spread(rates.peer2Lookups()));
        spread.set("ratio2Lookups", spread(rates.ratio2Lookups()));
        rates.release()
                .ifPresentOrElse(
                        release -> node.putObject("releaseMillis")
                                .put("rows", release.rows())
                                .put("p50", rounded(release.p50()))
                                .put("p99", rounded(release.p99()))
                                .put("max", rounded(release.max())),
                        () -> node.putNull("releaseMillis"));
        node.putObject("resume")
                .put("millis", rates.resume().millis())
                .put("amidRows", rates.resume().amidRows());
        return node;
    }

    private static ObjectNode spread(Spread spread) {
        return JSON.createObjectNode()
                .put("min", rounded(spread.min()))
                .put("median", rounded(spread.median()))
                .put("max", rounded(spread.max()));
    }

    private record Aim(String figure, String aim, boolean met) {}

    private static List<Aim> aims(TransformFigures figures) {
        TransformFigures.Growth first = figures.growth().getFirst();
        TransformFigures.Growth last = figures.growth().getLast();
        return List.of(
                new Aim(
                        "ratio2Lookups",
                        ">= " + LEAST_RATIO,
                        figures.oneTable().ratio2Lookups().median() >= LEAST_RATIO),
                new Aim(
                        "releaseMillis.p99",
                        "<= " + (int) MOST_RELEASE_MILLIS,
                        figures.oneTable()
                                .release()
                                .map(release -> release.p99() <= MOST_RELEASE_MILLIS)
                                .orElse(false)),
                new Aim(
                        "growth.microsPerRow",
                        "last <= " + FLAT + " x first",
                        last.microsPerRow() <= FLAT * first.microsPerRow()),
                new Aim("growth.heapMiB", "last <= " + FLAT + " x first", last.heapMiB() <= FLAT * first.heapMiB()));
    }

    private static List<String> notes(TransformFigures figures) {
        List<String> notes = new ArrayList<>(List.of(
                "The transform is measured whole: envelope read, 38 columns mapped (6 by expressions), images kept, lookups"
                        + " bound, write and fan-out sent. The peer decodes the same changes, attaches the GUIDs of 2 parents"
                        + " by foreign-key joins and writes them on: no mapping, no image of the target, no fan-out. It does"
                        + " less, so the ratio is conservative.",
                "Broker, registry, contender and benchmark share this machine; the contenders run in turns in one process,"
                        + " with the same threads, commit interval, exactly_once_v2, RocksDB and compression. The warm-up"
                        + " is not counted.",
                "All rows can be read from one moment on; rowsPerSecond counts from there to the last commit. Late parents"
                        + " are there, all at one moment, when all rows have been read.",
                "cpuMicrosPerRow: the stream threads' processor time, sampled every 4 ms and put to the part that a thread"
                        + " is in; total is that of the process, rest the difference.",
                "resume: kill -9 of a transform in its own process, start of another, next committed write that a reader"
                        + " sees. The start of Java is in it."));
        if (!figures.checks().bound()) {
            notes.add(
                    "Writes came without the GUIDs of their parents: this build does not resolve lookups, and its rates"
                            + " are of less work.");
        }
        if (figures.oneTable().release().isEmpty()) {
            notes.add("No row waited for its parent, so there is no latency of release.");
        }
        return notes;
    }

    static String text(TransformFigures figures) {
        StringBuilder text = new StringBuilder();
        text.append(heading(figures.oneTable())).append(table(figures.oneTable()));
        TransformFigures.CpuMicros cpu = figures.cpuMicrosPerRow();
        text.append(
                ("%nCPU per row, µs: read %.1f, map %.1f, image %.1f, lookups %.1f, write %.1f, rest %.1f; total %.1f"
                                + " (peer %.1f)%n")
                        .formatted(
                                cpu.read(),
                                cpu.map(),
                                cpu.image(),
                                cpu.lookups(),
                                cpu.write(),
                                cpu.rest(),
                                cpu.total(),
                                figures.peerCpuMicrosPerRow()));
        text.append("%n%12s %14s %14s %10s%n".formatted("rows", "µs per row", "CPU per row", "heap MiB"));
        figures.growth()
                .forEach(step -> text.append("%,12d %14.1f %14.1f %10.0f%n"
                        .formatted(step.rows(), step.microsPerRow(), step.cpuMicrosPerRow(), step.heapMiB())));
        text.append('\n').append(heading(figures.manyTables())).append(table(figures.manyTables()));
        text.append('\n');
        aims(figures)
                .forEach(aim ->
                        text.append("%-8s %s %s%n".formatted(aim.met() ? "met" : "NOT MET", aim.figure(), aim.aim())));
        text.append("rows missing: %d, rows twice: %d%n"
                .formatted(figures.checks().missing(), figures.checks().twice()));
        notes(figures).forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String heading(TransformFigures.Rates rates) {
        return "%,d rows, %d %s%n".formatted(rates.rows(), rates.tables(), rates.tables() == 1 ? "table" : "tables");
    }

    private static String table(TransformFigures.Rates rates) {
        String release = rates.release()
                .map(found -> "p50 %.0f ms, p99 %.0f ms, max %.0f ms, of %,d rows"
                        .formatted(found.p50(), found.p99(), found.max(), found.rows()))
                .orElse("no row waited");
        return "%-22s %14s %14s %8s%n".formatted("rows/s", "transform", "peer", "ratio")
                + line(
                        "2 lookups",
                        rates.ours2Lookups().median(),
                        rates.peer2Lookups().median(),
                        rates.ratio2Lookups().median())
                + line(
                        "2 lookups, 30 % late",
                        rates.late2Lookups(), rates.latePeer2Lookups(), rates.late2Lookups() / rates.latePeer2Lookups())
                + line("5 lookups", rates.ours5Lookups())
                + line("5 lookups, 30 % late", rates.late5Lookups())
                + "2 lookups, min to max  %,.0f to %,.0f, peer %,.0f to %,.0f, ratio %.2f to %.2f%n"
                        .formatted(
                                rates.ours2Lookups().min(),
                                rates.ours2Lookups().max(),
                                rates.peer2Lookups().min(),
                                rates.peer2Lookups().max(),
                                rates.ratio2Lookups().min(),
                                rates.ratio2Lookups().max())
                + "release after parent   " + release + '\n'
                + "resume after kill -9   %,d ms%s%n"
                        .formatted(
                                rates.resume().millis(),
                                rates.resume().amidRows() ? "" : " (all rows were done before)");
    }

    private static String line(String name, double ours) {
        return "%-22s %,14.0f%n".formatted(name, ours);
    }

    private static String line(String name, double ours, double peer, double ratio) {
        return "%-22s %,14.0f %,14.0f %8.2f%n".formatted(name, ours, peer, ratio);
    }

    private static long whole(double figure) {
        return Math.round(figure);
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).setScale(2, RoundingMode.HALF_UP);
    }
}
