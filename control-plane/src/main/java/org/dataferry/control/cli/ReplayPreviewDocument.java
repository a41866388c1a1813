package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dataferry.control.preview.Effort;
import org.dataferry.control.preview.PreviewDocument;
import org.dataferry.control.preview.ReplayPreview;
import org.dataferry.control.preview.Sample;
import org.dataferry.control.segment.Selection;
import org.dataferry.schemas.key.PlainRow;

/** What a replay would do; as JSON by {@code replay-preview.schema.json}. */
record ReplayPreviewDocument(ReplayPreview preview) {

    ObjectNode json() {
        return PreviewDocument.of(preview);
    }

    String text() {
        Selection selection = preview.selection();
        StringBuilder text = new StringBuilder()
                .append(selection.steps().size())
                .append(" source rows would be sent again, by ")
                .append(preview.segment().words());
        line(text, selection.renewed(), "of them the source has changed since: the newest image is sent");
        line(text, selection.leftOut().overtaken(), "others are left out, as a newer write has taken its place since");
        line(
                text,
                selection.leftOut().waived(),
                "others are left out, as somebody waived them; --waived sends them too");
        selection
                .leftOut()
                .refusedOtherwise()
                .forEach((reason, rows) ->
                        line(text, rows, "others are left out, as they are refused for " + reason + " since"));
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
                PlainRow plain = PlainRow.of(preview.names());
                StringBuilder text =
                        new StringBuilder(rows.isEmpty() ? "" : "\nWhat the mappings make of the first of them:");
                rows.forEach(row -> text.append("\n  ")
                        .append(plain.text(row.row()))
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
