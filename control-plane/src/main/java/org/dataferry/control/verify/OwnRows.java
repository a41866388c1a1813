package org.dataferry.control.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.settings.TargetSettings;

/**
 * Which rows of the target are of this migration: those with the Ferry key of a row of its source.
 *
 * @param source the migration's name for it
 */
record OwnRows(TargetSettings target, String source) {

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
        boolean own = read.get() instanceof RowId.OfSource of
                && of.entity().equals(entity)
                && of.table().source().equals(source);
        return own
                ? new Owner(read, "")
                : new Owner(Optional.empty(), "its key is of another migration: " + read.get().text());
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
