package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.preview.Effort;
import org.dataferry.control.preview.ReplayPreview;
import org.dataferry.control.preview.Sample;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.segment.SegmentJson;
import org.dataferry.control.segment.Selection;
import org.dataferry.schemas.key.PlainKey;

/** What a replay would do; as JSON by {@code replay-preview.schema.json}. */
record ReplayPreviewDocument(ReplayPreview preview) {

    /** Enough to see whether the right ones are meant. */
    private static final int MOST_ROWS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    ObjectNode json() {
        Selection selection = preview.selection();
        ObjectNode document = JSON.createObjectNode();
        document.set("segment", SegmentJson.write(preview.segment()));
        document.put("words", preview.segment().words())
                .put("selected", selection.steps().size())
                .put("chosen", selection.chosen())
                .put("renewed", selection.renewed())
                .put("overtaken", selection.overtaken());
        ObjectNode dependants = document.putObject("dependants");
        selection.dependants().forEach(dependants::put);
        ObjectNode reasons = document.putObject("reasons");
        selection.reasons().forEach((reason, rows) -> reasons.put(reason.name(), rows));
        ArrayNode rows = document.putArray("rows");
        selection.steps().stream().limit(MOST_ROWS).forEach(step -> put(rows.addObject(), step));
        put(document.putObject("effort"), preview.effort());
        switch (preview.sample()) {
            case Sample.Mapped(List<Sample.Row> sampled) -> {
                ArrayNode some = document.putArray("sample");
                sampled.forEach(row -> put(some.addObject(), row));
                document.putNull("sampleUnknown");
            }
            case Sample.Unknown(String why) ->
                document.put("sampleUnknown", why).putNull("sample");
        }
        return document;
    }

    private static ObjectNode put(ObjectNode node, ReplayStep step) {
        return node.put("entity", step.entity())
                .put("table", step.row().table().qualified())
                .put("key", step.row().key().text())
                .put("plainKey", step.row().plain());
    }

    private static void put(ObjectNode node, Effort effort) {
        node.put("leastRequests", effort.leastRequests()).put("mostRequests", effort.mostRequests());
        Optional<Effort.Range> duration = effort.duration();
        node.put(
                "leastSeconds", duration.map(range -> range.least().toSeconds()).orElse(null));
        node.put("mostSeconds", duration.map(range -> range.most().toSeconds()).orElse(null));
    }

    private static void put(ObjectNode node, Sample.Row row) {
        put(node, row.step()).put("rowId", row.row().text());
        node.put("result", word(row.result()));
        switch (row.result()) {
            case Sample.Result.Written(List<Sample.Column> columns, boolean merges) -> {
                node.put("merges", merges);
                ArrayNode changed = node.putArray("columns");
                for (Sample.Column column : columns) {
                    ObjectNode one = changed.addObject().put("column", column.name());
                    column.before().ifPresent(before -> one.set("before", before));
                    one.set("after", column.after());
                }
            }
            case Sample.Result.Refused(var reason, String detail) ->
                node.put("reason", reason.name()).put("detail", detail);
            case Sample.Result.Linked ignored -> {}
            case Sample.Result.LeftOut ignored -> {}
            case Sample.Result.Gone ignored -> {}
            case Sample.Result.Unreadable ignored -> {}
        }
    }

    private static String word(Sample.Result result) {
        return switch (result) {
            case Sample.Result.Written ignored -> "WRITTEN";
            case Sample.Result.Linked ignored -> "LINKED";
            case Sample.Result.LeftOut ignored -> "LEFT_OUT";
            case Sample.Result.Refused ignored -> "REFUSED";
            case Sample.Result.Gone ignored -> "GONE";
            case Sample.Result.Unreadable ignored -> "UNREADABLE";
        };
    }

    String text() {
        Selection selection = preview.selection();
        StringBuilder text = new StringBuilder()
                .append(selection.steps().size())
                .append(" source rows would be sent again, by ")
                .append(preview.segment().words());
        line(text, selection.renewed(), "of them the source has changed since: the newest image is sent");
        line(text, selection.overtaken(), "others are left out, as a newer write has succeeded since");
        selection.reasons().forEach((reason, rows) -> line(text, rows, "rejected, " + reason + ": " + reason.remedy()));
        selection
                .dependants()
                .forEach((entity, rows) -> line(
                        text,
                        rows,
                        entity + " rows wait for these"
                                + (preview.segment().dependants()
                                        ? ", and are sent too"
                                        : "; --dependants sends them too")));
        if (!selection.steps().isEmpty()) {
            text.append("\n  ").append(effort());
        }
        return text.append(sample()).toString();
    }

    private static void line(StringBuilder text, int rows, String what) {
        if (rows > 0) {
            text.append("\n  ").append(rows).append(' ').append(what);
        }
    }

    private String effort() {
        Effort effort = preview.effort();
        return effort.leastRequests() + " to " + effort.mostRequests() + " requests, in "
                + effort.duration()
                        .map(range -> range.least().toSeconds() + " to "
                                + range.most().toSeconds() + " seconds at the pace of the last day of writes")
                        .orElse("a time that nobody knows, as the ledger has seen no write yet");
    }

    private String sample() {
        return switch (preview.sample()) {
            case Sample.Unknown(String why) -> "\nWhat the mappings make of them cannot be said: " + why;
            case Sample.Mapped(List<Sample.Row> rows) -> {
                StringBuilder text =
                        new StringBuilder(rows.isEmpty() ? "" : "\nWhat the mappings make of the first of them:");
                rows.forEach(row -> text.append("\n  ")
                        .append(PlainKey.of(row.row()))
                        .append(": ")
                        .append(words(row.result())));
                yield text.toString();
            }
        };
    }

    private static String words(Sample.Result result) {
        return switch (result) {
            case Sample.Result.Written(List<Sample.Column> columns, boolean merges) ->
                columns.isEmpty() ? "as the target has it" : columns(columns) + (merges ? ", merged with others" : "");
            case Sample.Result.Linked ignored -> "linked";
            case Sample.Result.LeftOut ignored -> "left out";
            case Sample.Result.Refused(var reason, String detail) -> "refused again, " + reason + ": " + detail;
            case Sample.Result.Gone ignored -> "gone from the source; its delete is sent again";
            case Sample.Result.Unreadable ignored -> "its image cannot be read any more";
        };
    }

    private static String columns(List<Sample.Column> columns) {
        StringBuilder text = new StringBuilder();
        for (Sample.Column column : columns) {
            text.append(text.isEmpty() ? "" : ", ").append(column.name());
            column.before().ifPresent(before -> text.append(' ').append(before).append(" to"));
            text.append(' ').append(column.after());
        }
        return text.toString();
    }
}
