package org.dataferry.capture.dump;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.capture.rows.KeyedRow;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/** Makes rows of the texts of a dump. For one form of a table. */
public final class RowReader {

    /** A longer text says no more of what is wrong with it. */
    private static final int MOST_QUOTED = 80;

    private final DumpForm form;
    private final List<Integer> keyPositions = new ArrayList<>();

    public RowReader(DumpForm form, List<String> key) {
        this.form = form;
        key.forEach(column -> keyPositions.add(form.names().indexOf(column)));
    }

    /** What the texts of a row turned out to be. */
    public sealed interface Result {
        record Read(KeyedRow row) implements Result {}

        /** @param reason names the column, its text and its type */
        record Unreadable(String reason) implements Result {}
    }

    /** @param texts in the order of the form; null for a null */
    public Result read(List<@Nullable String> texts) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (int i = 0; i < form.columns().size(); i++) {
            DumpColumn column = form.columns().get(i);
            String text = i < texts.size() ? texts.get(i) : null;
            try {
                columns.put(
                        column.name(), text == null ? Value.NULL : column.type().read(text));
            } catch (IllegalArgumentException | DateTimeException | SchemasException unreadable) {
                return new Result.Unreadable("column " + column.name() + " is '" + quoted(text) + "', expected "
                        + column.type().text());
            }
        }
        List<Value> key = new ArrayList<>();
        for (int position : keyPositions) {
            DumpColumn column = form.columns().get(position);
            Value value = columns.getOrDefault(column.name(), Value.NULL);
            String text = position < texts.size() ? texts.get(position) : null;
            if (text == null) {
                return new Result.Unreadable("column " + column.name() + " of the key is empty");
            }
            if (!canonical(value).orElse(text).equals(text)) {
                return new Result.Unreadable("column " + column.name() + " of the key is '" + quoted(text)
                        + "', expected it in its one form, '" + canonical(value).orElse(text) + "'");
            }
            key.add(value);
        }
        return new Result.Read(new KeyedRow(new SourceKey(key), new SourceRow(columns)));
    }

    /** The key as it stands in a dump; the other way of {@link #read}. */
    public static List<String> texts(SourceKey key) {
        return key.components().stream()
                .map(value -> canonical(value)
                        .orElseThrow(() -> new IllegalArgumentException("no dump has the key " + key.text())))
                .toList();
    }

    /** Of the types that a key can have. */
    private static Optional<String> canonical(Value value) {
        return switch (value) {
            case Value.Text(String text) -> Optional.of(text);
            case Value.Whole(long number) -> Optional.of(Long.toString(number));
            case Value.Guid(var guid) -> Optional.of(guid.toString());
            case Value.Day(var day) -> Optional.of(day.toString());
            default -> Optional.empty();
        };
    }

    private static String quoted(@Nullable String text) {
        String whole = String.valueOf(text);
        return whole.length() <= MOST_QUOTED ? whole : whole.substring(0, MOST_QUOTED) + "…";
    }
}
