package org.dataferry.control.preview;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.segment.SegmentJson;
import org.dataferry.control.segment.Selection;
import org.dataferry.schemas.key.TableNames;

/** A preview as JSON, for the command and the dashboard alike; by {@code replay-preview.schema.json}. */
public final class PreviewDocument {

    /** Enough to see whether the right ones are meant. */
    private static final int MOST_ROWS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private PreviewDocument() {}

    public static ObjectNode of(ReplayPreview preview) {
        Selection selection = preview.selection();
        ObjectNode document = JSON.createObjectNode();
        document.set("segment", SegmentJson.write(preview.segment()));
        document.put("words", preview.segment().words())
                .put("selected", selection.steps().size())
                .put("chosen", selection.chosen())
                .put("renewed", selection.renewed())
                .put("overtaken", selection.leftOut().overtaken())
                .put("waived", selection.leftOut().waived());
        ObjectNode otherwise = document.putObject("refusedOtherwise");
        selection.leftOut().refusedOtherwise().forEach((reason, rows) -> otherwise.put(reason.name(), rows));
        ObjectNode dependants = document.putObject("dependants");
        selection.dependants().forEach(dependants::put);
        ObjectNode reasons = document.putObject("reasons");
        selection.reasons().forEach((reason, rows) -> reasons.put(reason.name(), rows));
        ArrayNode rows = document.putArray("rows");
        selection.steps().stream().limit(MOST_ROWS).forEach(step -> put(rows.addObject(), preview.names(), step));
        put(document.putObject("effort"), preview.effort());
        switch (preview.sample()) {
            case Sample.Mapped(List<Sample.Row> sampled) -> {
                ArrayNode some = document.putArray("sample");
                sampled.forEach(row -> put(some.addObject(), preview.names(), row));
                document.putNull("sampleUnknown");
            }
            case Sample.Unknown(String why) ->
                document.put("sampleUnknown", why).putNull("sample");
        }
        return document;
    }

    private static ObjectNode put(ObjectNode node, TableNames names, ReplayStep step) {
        return node.put("entity", step.entity())
                .put("table", names.text(step.row().table()))
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

    private static void put(ObjectNode node, TableNames names, Sample.Row row) {
        put(node, names, row.step()).put("rowId", row.row().text());
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
}
