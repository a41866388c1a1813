package org.dataferry.control.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.control.projection.Hash;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows by what people have at hand: a key of the source, a GUID, an id, the words of an error, or the value of a column.
 * All but the last are found by an index, whatever the size of the ledger.
 */
final class RowSearch {

    private static final Pattern WORDS = Pattern.compile("(\\S+) of (\\S+) (.+)", Pattern.DOTALL);

    private final LedgerRows rows;
    private final Sight sight;
    private final int most;

    RowSearch(LedgerRows rows, Sight sight, int most) {
        this.rows = rows;
        this.sight = sight;
        this.most = most;
    }

    /** @param more whether there are others */
    record Found(List<ObjectNode> rows, boolean more) {}

    /** Rows of which something is the text; of one entity, or of all. */
    Found by(String text, Optional<String> entity) throws SQLException {
        Map<String, ObjectNode> found = new LinkedHashMap<>();
        for (Way way : ways(text.strip())) {
            List<@Nullable Object> values = new ArrayList<>(way.values());
            String where = way.where();
            if (entity.isPresent()) {
                where += " AND r.entity = ?";
                values.add(entity.get());
            }
            for (ObjectNode row : rows.of("ferry.row", "WHERE " + where + limit(), values.toArray())) {
                // That there is a row with such a key tells whoever asked what the key is.
                if (way.isShown() || !row.path("masked").asBoolean()) {
                    found.putIfAbsent(row.path("record").asText(), row);
                }
            }
        }
        return found(List.copyOf(found.values()));
    }

    /**
     * Rows that the target has with exactly that value in a column. Reads the images of the whole entity.
     *
     * @param column one that the reader may see
     */
    Found byValue(String entity, String column, String value) throws SQLException {
        List<ObjectNode> all = rows.of(
                "(SELECT r.* FROM ferry.row r JOIN ferry.image i ON i.row_hash = r.row_hash AND i.version = r.applied_version"
                        + " WHERE r.entity = ? AND r.identity = 'PRESENT' AND i.image->>? = ? LIMIT " + (most + 1)
                        + ")",
                "ORDER BY r.row_hash",
                entity,
                column,
                value);
        return found(all);
    }

    /**
     * @param isShown whether what was looked for is shown of every row
     */
    private record Way(String where, List<@Nullable Object> values, boolean isShown) {}

    private List<Way> ways(String text) {
        List<Way> ways = new ArrayList<>();
        uuid(text).ifPresent(id -> {
            ways.add(new Way("r.row_hash = ?", List.of(id), true));
            ways.add(new Way("r.guid = ?", List.of(id), true));
        });
        rowId(text).ifPresent(id -> ways.add(new Way("r.row_hash = ?", List.of(Hash.of(id)), false)));
        ways.add(new Way("r.plain_key = ?", List.of(text), false));
        sourceKey(text)
                .ifPresent(key -> ways.add(
                        new Way("r.plain_key = ? AND r.source_key = ?", List.of(PlainKey.of(key), key.text()), false)));
        Matcher words = WORDS.matcher(text);
        if (words.matches()) {
            ways.add(new Way(
                    "r.plain_key = ? AND r.entity = ? AND r.source_table = ?",
                    List.of(words.group(3), words.group(1), words.group(2)),
                    false));
        }
        return ways;
    }

    private Found found(List<ObjectNode> all) {
        return new Found(all.subList(0, Math.min(most, all.size())), all.size() > most);
    }

    private String limit() {
        return " ORDER BY r.row_hash LIMIT " + (most + 1);
    }

    /** Whether the reader may look for that value: a lookup's is the id of a row. */
    boolean mayAskFor(String value) {
        return rowId(value).isEmpty() || !sight.isRowMasked(value);
    }

    static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> rowId(String text) {
        try {
            return Optional.of(RowId.parse(text).text());
        } catch (KeyFormatException none) {
            return Optional.empty();
        }
    }

    private static Optional<SourceKey> sourceKey(String text) {
        try {
            return Optional.of(SourceKey.parse(text));
        } catch (KeyFormatException none) {
            return Optional.empty();
        }
    }
}
