package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.between;
import static org.dataferry.schemas.settings.LimitSettings.orElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Limits of reading rows of a table again while its changes go on.
 *
 * @param comparedRows rows that are held in memory at a time, at about 500 bytes each; a larger table, and its topic, are read
 *     as many times as it takes
 * @param deletedPercent of the rows in question that the log has, beyond which nothing is published until somebody says how
 *     many may be deleted; a wrong condition or a table that was just emptied would delete far more
 */
public record ResnapshotLimits(int comparedRows, int deletedPercent) {

    private static final int LEAST_ROWS = 100;

    @JsonCreator
    static ResnapshotLimits of(
            @JsonProperty("comparedRows") @Nullable Integer comparedRows,
            @JsonProperty("deletedPercent") @Nullable Integer deletedPercent) {
        return new ResnapshotLimits(
                between(
                        "limits.source.resnapshot.comparedRows",
                        orElse(comparedRows, 200_000),
                        LEAST_ROWS,
                        Integer.MAX_VALUE),
                between("limits.source.resnapshot.deletedPercent", orElse(deletedPercent, 5), 0, 100));
    }

    public static ResnapshotLimits defaults() {
        return of(null, null);
    }
}
