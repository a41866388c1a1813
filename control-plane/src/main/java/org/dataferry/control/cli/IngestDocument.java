package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.PreviewRow;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.control.status.DumpsText;
import org.dataferry.schemas.words.Counted;
import org.jspecify.annotations.Nullable;

/** What became of a dump, and which dumps there are, for people and for programs. */
final class IngestDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A longer value says no more in a preview. */
    private static final int MOST_OF_A_VALUE = 60;

    private IngestDocument() {}

    static String text(Verdict verdict, DumpTable table) {
        return switch (verdict) {
            case Verdict.Accepted(var name, var file, long number, var counts, long letters, var notes) ->
                file + " is dump " + number + " of " + name + ": " + DumpsText.words(counts)
                        + (letters == 0
                                ? ""
                                : "; " + Counted.of(letters, "row") + " cannot be read and "
                                        + Counted.verb(letters, "becomes a dead letter", "become dead letters"))
                        + notes.stream().map(note -> "\n  " + note).collect(Collectors.joining())
                        + "\nferry run publishes it.";
            case Verdict.AlreadyAccepted(var name, var file, long number) ->
                file + " is dump " + number + " of " + name + " already, byte for byte. Nothing was done.";
            case Verdict.Quarantined waiting -> waiting(waiting, table);
        };
    }

    private static String waiting(Verdict.Quarantined waiting, DumpTable table) {
        List<String> lines = new ArrayList<>();
        lines.add(waiting.file() + " is suspicious, and nothing was published of it:");
        waiting.findings().forEach(finding -> lines.add("  " + finding.message()));
        if (waiting.counts().rows() > 0) {
            lines.add("It would be: " + DumpsText.words(waiting.counts()));
        }
        waiting.preview().forEach(row -> lines.add("  " + line(row, table)));
        lines.add(advice(waiting, table));
        return String.join("\n", lines);
    }

    private static String advice(Verdict.Quarantined waiting, DumpTable table) {
        return switch (table.origin()) {
            case DumpTable.InFiles files
            when waiting.isAcceptable() -> "If that is right, give it again with --accept.";
            case DumpTable.InFiles files -> "It cannot be accepted as it is: correct the file or the settings.";
            case DumpTable.InDatabase database
            when waiting.isAcceptable() ->
                "If that is right, give that file with --file and --accept; --jdbc --accept reads anew and takes what it finds.";
            case DumpTable.InDatabase database ->
                "It cannot be accepted as it is: correct the table, the query or the settings, and read it again.";
        };
    }

    private static String line(PreviewRow row, DumpTable table) {
        List<String> key = new ArrayList<>();
        for (int i = 0; i < row.key().size(); i++) {
            key.add(table.key().get(i) + " " + row.key().get(i));
        }
        String columns = row.columns().entrySet().stream()
                .map(column -> column.getKey() + ": "
                        + switch (row.op()) {
                            case "c" -> cut(column.getValue().after());
                            case "d" -> cut(column.getValue().before());
                            default ->
                                cut(column.getValue().before()) + " → "
                                        + cut(column.getValue().after());
                        })
                .collect(Collectors.joining(", "));
        String op = switch (row.op()) {
            case "c" -> "new     ";
            case "d" -> "deleted ";
            default -> "changed ";
        };
        return op + String.join(", ", key) + "  " + columns;
    }

    private static String cut(@Nullable String value) {
        String text = value == null ? "empty" : value.replaceAll("\\s+", " ");
        return text.length() <= MOST_OF_A_VALUE ? text : text.substring(0, MOST_OF_A_VALUE) + "…";
    }

    static ObjectNode json(Verdict verdict) {
        ObjectNode document = JSON.createObjectNode()
                .put("table", verdict.table().toString())
                .put("file", verdict.file().toString());
        switch (verdict) {
            case Verdict.Accepted accepted -> {
                document.put("verdict", "ACCEPTED").put("dump", accepted.number());
                document.set("counts", DumpsText.json(accepted.counts()));
                document.put("deadLetters", accepted.letters());
                accepted.notes().forEach(document.putArray("notes")::add);
            }
            case Verdict.AlreadyAccepted already ->
                document.put("verdict", "ALREADY_ACCEPTED").put("dump", already.number());
            case Verdict.Quarantined waiting -> {
                document.put("verdict", "QUARANTINED").put("acceptable", waiting.isAcceptable());
                document.set("counts", DumpsText.json(waiting.counts()));
                document.set("findings", DumpsText.json(waiting.findings()));
                ArrayNode preview = document.putArray("preview");
                waiting.preview().forEach(row -> preview(preview.addObject(), row));
            }
        }
        return document;
    }

    private static void preview(ObjectNode node, PreviewRow row) {
        node.put("op", row.op());
        row.key().forEach(node.putArray("key")::add);
        ObjectNode columns = node.putObject("columns");
        row.columns()
                .forEach((name, change) ->
                        columns.putObject(name).put("before", change.before()).put("after", change.after()));
    }

    /**
     * Which dumps were accepted, and which wait.
     *
     * @param tables by name
     */
    static String text(Map<String, TableFiles> tables) {
        List<String> lines = new ArrayList<>();
        tables.forEach((table, files) -> {
            DumpState state = files.state();
            lines.add(table + ": "
                    + state.last()
                            .map(last -> "dump " + last.number() + " (" + last.file() + ", of "
                                    + Instant.ofEpochMilli(last.takenAt()) + "), " + DumpsText.words(last.counts()))
                            .orElse("no dump was accepted"));
            files.readings()
                    .trouble()
                    .ifPresent(trouble -> lines.add("  was not read when it was tried last: " + trouble));
            state.quarantined()
                    .forEach(waiting -> lines.add("  waits: " + waiting.file() + ": "
                            + waiting.findings().stream().map(Finding::message).collect(Collectors.joining("; "))));
        });
        return String.join("\n", lines);
    }

    static ObjectNode json(Map<String, TableFiles> tables) {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode all = document.putArray("tables");
        tables.forEach((table, files) -> {
            DumpState state = files.state();
            ObjectNode node = all.addObject()
                    .put("table", table)
                    .put("trouble", files.readings().trouble().orElse(null));
            ArrayNode dumps = node.putArray("accepted");
            state.accepted()
                    .forEach(dump -> dumps.addObject()
                            .put("dump", dump.number())
                            .put("file", dump.file())
                            .put("takenAt", Instant.ofEpochMilli(dump.takenAt()).toString())
                            .put(
                                    "acceptedAt",
                                    Instant.ofEpochMilli(dump.acceptedAt()).toString())
                            .put("deadLetters", dump.letters())
                            .set("counts", DumpsText.json(dump.counts())));
            ArrayNode waiting = node.putArray("quarantined");
            state.quarantined().forEach(dump -> {
                ObjectNode one = waiting.addObject().put("file", dump.file());
                one.set("counts", DumpsText.json(dump.counts()));
                one.set("findings", DumpsText.json(dump.findings()));
            });
        });
        return document;
    }
}
