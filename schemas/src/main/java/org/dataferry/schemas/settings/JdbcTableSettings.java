package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a database as the dump of a table.
 *
 * @param table there, {@code schema.table} or {@code table} of the schema public; if it is not said and there is no query, the
 *     one with the table's own name
 * @param query a SELECT instead of a table
 * @param every how long after a reading the next one begins, while capture runs; null to read only when somebody asks
 */
public record JdbcTableSettings(
        @JsonProperty("table") @Nullable String table,
        @JsonProperty("query") @Nullable String query,
        @JsonProperty("every") @Nullable Duration every) {

    /** @param path where it stands in the file */
    void check(String path) {
        require(table == null || query == null, path + " has both table and query, expected one of them");
        require(table == null || !table.isBlank(), path + ".table is empty, expected a name");
        require(query == null || !query.isBlank(), path + ".query is empty, expected a SELECT");
        require(every == null || every.isPositive(), path + ".every is " + every + ", expected more than nothing");
    }

    private static void require(boolean held, String message) {
        if (!held) {
            throw new SettingsException(message);
        }
    }
}
