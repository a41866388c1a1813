package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.dataferry.control.bench.emulator.EmulatorFigures;

/** The figures of {@code ferry bench emulator} as a table and as JSON; the schema is {@code bench-emulator.schema.json}. */
final class EmulatorBenchDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LEAST_WRITTEN = 30_000;
    private static final int LEAST_READ = 80_000;

    private static final List<String> NOTES = List.of(
            "The emulator runs in a process of its own with its defaults: each answered write is on disk. Limits, latencies"
                    + " and faults are off. The client shares the machine; emulatorMicros and clientMicros say who took how"
                    + " much of it.",
            "A row has 38 columns, two lookups and the alternate key among them. The warm-up is not counted.",
            "Each client reads the whole table; rows are counted, not parsed.");

    private EmulatorBenchDocument() {}

    private record Aim(String figure, int aim, double found) {
        boolean met() {
            return found >= aim;
        }
    }

    static ObjectNode json(EmulatorFigures figures) {
        ObjectNode document = JSON.createObjectNode();
        document.put("benchmark", "emulator");
        document.put("rows", figures.settings().rows());
        document.put("batch", figures.settings().batch());
        document.put("clientThreads", figures.settings().clients());
        document.put("seed", figures.settings().seed());
        document.put("bytesPerRow", rounded(figures.bytesPerRow()));
        document.put("upsertRowsPerSecond", whole(figures.upsert().rowsPerSecond()));
        document.put("upsertAgainRowsPerSecond", whole(figures.upsertAgain().rowsPerSecond()));
        document.put("updateRowsPerSecond", whole(figures.update().rowsPerSecond()));
        document.put("readRowsPerSecond", whole(figures.read().rowsPerSecond()));
        document.put("heapMiB", rounded(figures.heapMiB()));
        document.put("residentMiB", rounded(figures.residentMiB()));
        ObjectNode cpu = document.putObject("cpuMicrosPerRow");
        cpu.set("upsert", cpu(figures.upsert()));
        cpu.set("upsertAgain", cpu(figures.upsertAgain()));
        cpu.set("update", cpu(figures.update()));
        cpu.set("read", cpu(figures.read()));
        ArrayNode aims = document.putArray("aims");
        aims(figures)
                .forEach(aim -> aims.addObject()
                        .put("figure", aim.figure())
                        .put("aim", ">= " + aim.aim())
                        .put("met", aim.met()));
        ArrayNode notes = document.putArray("notes");
        NOTES.forEach(notes::add);
        return document;
    }

    private static List<Aim> aims(EmulatorFigures figures) {
        return List.of(
                new Aim("upsertRowsPerSecond", LEAST_WRITTEN, figures.upsert().rowsPerSecond()),
                new Aim("updateRowsPerSecond", LEAST_WRITTEN, figures.update().rowsPerSecond()),
                new Aim("readRowsPerSecond", LEAST_READ, figures.read().rowsPerSecond()));
    }

    private static ObjectNode cpu(EmulatorFigures.Rate rate) {
        return JSON.createObjectNode()
                .put("emulator", rounded(rate.emulatorMicros()))
                .put("client", rounded(rate.clientMicros()));
    }

    static String text(EmulatorFigures figures) {
        StringBuilder text =
                new StringBuilder("%-22s %14s %18s %16s%n".formatted("", "rows/s", "CPU µs per row", "of the client"));
        text.append(line("upsert, new rows", figures.upsert()))
                .append(line("upsert, same rows", figures.upsertAgain()))
                .append(line("update, 5 columns", figures.update()))
                .append(line("read", figures.read()));
        text.append("heap %.0f MiB, resident %.0f MiB%n%n".formatted(figures.heapMiB(), figures.residentMiB()));
        aims(figures)
                .forEach(aim -> text.append(
                        "%-8s %s >= %,d%n".formatted(aim.met() ? "met" : "NOT MET", aim.figure(), aim.aim())));
        NOTES.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String line(String name, EmulatorFigures.Rate rate) {
        return "%-22s %,14.0f %18.1f %16.1f%n"
                .formatted(name, rate.rowsPerSecond(), rate.emulatorMicros(), rate.clientMicros());
    }

    private static long whole(double figure) {
        return Math.round(figure);
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).setScale(1, RoundingMode.HALF_UP);
    }
}
