package org.dataferry.control.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.MergeRule;

/**
 * Which rows of the target are of this migration: those with the Ferry key of a row of its sources.
 *
 * @param sources the migration's names for them
 * @param rules by which rows merge, by entity
 */
record OwnRows(TargetSettings target, List<String> sources, Map<String, String> rules) {

    OwnRows {
        sources = List.copyOf(sources);
        rules = Map.copyOf(rules);
    }

    /**
     * What the key of a row says.
     *
     * @param row empty if the row is somebody else's
     * @param whose in words, if it is
     */
    record Owner(Optional<RowId> row, String whose) {}

    List<String> columns() {
        return List.of(target.keyColumn(), target.idColumn());
    }

    /** @param row with the {@link #columns} */
    Owner of(String entity, JsonNode row) {
        String key = row.path(target.keyColumn()).asText("");
        if (key.isEmpty()) {
            return new Owner(Optional.empty(), "it has no Ferry key, so somebody else has made it");
        }
        Optional<RowId> read = rowId(key, row.path(target.idColumn()).asText(""));
        if (read.isEmpty()) {
            return new Owner(Optional.empty(), "its key is none that Ferry writes: " + key);
        }
        return read.get().entity().equals(entity) && isOwn(read.get())
                ? new Owner(read, "")
                : new Owner(
                        Optional.empty(),
                        "its key is of another migration: " + read.get().text());
    }

    private boolean isOwn(RowId row) {
        return switch (row) {
            case RowId.OfSource of -> sources.contains(of.table().source());
            // Its first part is the source.
            case RowId.Merged merged
            when merged.rule().equals(MergeRule.ALONE) ->
                sources.stream()
                        .map(Value::text)
                        .anyMatch(merged.matchKey().components().getFirst()::equals);
            case RowId.Merged merged -> merged.rule().equals(rules.get(merged.entity()));
            case RowId.Link never -> false;
        };
    }

    /** A key that was too long for the column ends in a hash, and the whole id, which must fit it, stands beside it. */
    private static Optional<RowId> rowId(String key, String wholeId) {
        try {
            FerryKey ferryKey = new FerryKey(key);
            if (ferryKey.isWhole()) {
                return ferryKey.rowId();
            }
            return wholeId.isEmpty() || !FerryKey.of(wholeId).equals(ferryKey)
                    ? Optional.empty()
                    : Optional.of(RowId.parse(wholeId));
        } catch (KeyFormatException notOurs) {
            return Optional.empty();
        }
    }
}
