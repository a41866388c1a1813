package org.dataferry.capture.dump.publish;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpColumn;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.Letter;
import org.dataferry.capture.dump.RowReader;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one dump, and publishes each, or writes a letter about it. */
final class DumpedRows {

    private final DumpPublisher.Outlets outlets;
    private final PublishedTable published;
    private final DumpForm form;
    private final SourcePosition position;
    private final DumpLetters letters;
    private final DumpEnvelopes envelopes;
    private final RowReader reader;
    private final RowReader keyReader;
    private final List<Integer> keyPositions = new ArrayList<>();
    private long count;

    DumpedRows(
            DumpPublisher.Outlets outlets,
            PublishedTable published,
            DumpForm form,
            DumpState.Accepted dump,
            SourcePosition position,
            DumpLetters letters) {
        this.outlets = outlets;
        this.published = published;
        this.form = form;
        this.position = position;
        this.letters = letters;
        this.envelopes = new DumpEnvelopes(published, form, dump.file(), dump.number(), dump.takenAt());
        this.reader = new RowReader(form, published.key());
        List<DumpColumn> keyColumns = new ArrayList<>();
        for (String column : published.key()) {
            int at = form.names().indexOf(column);
            keyPositions.add(at);
            keyColumns.add(form.columns().get(at));
        }
        this.keyReader = new RowReader(new DumpForm(keyColumns), published.key());
    }

    /** Changes handed to Kafka. */
    long count() {
        return count;
    }

    /** A row with the columns of the form. */
    void whole(ResultSet row) throws SQLException {
        after("r", DuckDb.texts(row, 1, form.columns().size()), null);
    }

    /** What was done with a row, then it as it is, then as it was. */
    void changed(ResultSet row) throws SQLException {
        int columns = form.columns().size();
        String op = row.getString(1);
        List<@Nullable String> after = DuckDb.texts(row, 2, columns);
        List<@Nullable String> before = DuckDb.texts(row, 2 + columns, columns);
        if (op.equals("d")) {
            deleted(before);
        } else {
            after(op, after, op.equals("u") ? image(before) : null);
        }
    }

    private void after(String op, List<@Nullable String> texts, @Nullable SourceRow before) {
        switch (reader.read(texts)) {
            case RowReader.Result.Read(var row) -> send(envelopes.change(op, row.key(), before, row.row()));
            case RowReader.Result.Unreadable(String reason) ->
                letters.send(new Letter(0, "key " + key(texts) + ": " + reason, String.join("\t", printed(texts))));
        }
    }

    /** A row whose key could not be read was never published, so nothing has to be deleted. */
    private void deleted(List<@Nullable String> before) {
        List<@Nullable String> keyTexts =
                keyPositions.stream().<@Nullable String>map(before::get).toList();
        if (keyReader.read(keyTexts) instanceof RowReader.Result.Read(var keyed)) {
            SourceKey key = keyed.key();
            send(envelopes.change("d", key, image(before), null));
        }
    }

    private @Nullable SourceRow image(List<@Nullable String> texts) {
        return reader.read(texts) instanceof RowReader.Result.Read(var row) ? row.row() : null;
    }

    private void send(SourceRecord change) {
        outlets.changes().publish(published, change, position);
        outlets.listener().changePublished(published.name());
        count++;
    }

    private String key(List<@Nullable String> texts) {
        return keyPositions.stream().map(at -> String.valueOf(texts.get(at))).collect(Collectors.joining(", "));
    }

    private static List<String> printed(List<@Nullable String> texts) {
        return texts.stream().map(text -> text == null ? "" : text).toList();
    }
}
