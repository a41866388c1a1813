package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.between;
import static org.dataferry.schemas.settings.LimitSettings.orElse;
import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of what the dashboard reads of single records: people look while the ledger is written and the migration runs.
 *
 * @param readers of the ledger at a time; each takes a connection and, at worst, one core of the database. As many read from Kafka
 *     at a time
 * @param statementTimeout after which PostgreSQL gives a statement of theirs up; less than a page waits for an answer
 * @param results rows of one answer; more than anybody reads at once
 * @param versions changes, writes and outcomes of a row that its story has, the newest of each; a row that changes each minute
 *     has so many in some hours
 * @param readBack writes of a row whose columns are read back from Kafka; each costs a question to the broker
 * @param readBackTimeout for all that is read back for one story; the story says what has not come
 */
public record RecordLimits(
        int readers, Duration statementTimeout, int results, int versions, int readBack, Duration readBackTimeout) {

    private static final int MOST_READERS = 50;
    private static final int MOST_RESULTS = 1_000;
    private static final int MOST_VERSIONS = 10_000;

    @JsonCreator
    static RecordLimits of(
            @JsonProperty("readers") @Nullable Integer readers,
            @JsonProperty("statementTimeout") @Nullable Duration statementTimeout,
            @JsonProperty("results") @Nullable Integer results,
            @JsonProperty("versions") @Nullable Integer versions,
            @JsonProperty("readBack") @Nullable Integer readBack,
            @JsonProperty("readBackTimeout") @Nullable Duration readBackTimeout) {
        return new RecordLimits(
                between("limits.records.readers", orElse(readers, 4), 1, MOST_READERS),
                positive("limits.records.statementTimeout", orElse(statementTimeout, Duration.ofSeconds(5))),
                between("limits.records.results", orElse(results, 50), 1, MOST_RESULTS),
                between("limits.records.versions", orElse(versions, 200), 1, MOST_VERSIONS),
                between("limits.records.readBack", orElse(readBack, 50), 0, MOST_VERSIONS),
                positive("limits.records.readBackTimeout", orElse(readBackTimeout, Duration.ofSeconds(4))));
    }

    public static RecordLimits defaults() {
        return of(null, null, null, null, null, null);
    }
}
