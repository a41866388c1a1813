package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.orElse;
import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the ledger in PostgreSQL.
 *
 * @param batchSize records that go into the ledger in one transaction; its thirty statements cost little beside those of some
 *     thousand records
 * @param fetchBytes of records that Kafka sends at once; a batch is held in memory several times over
 * @param statementTimeout after which PostgreSQL gives a statement up; one takes seconds even on a busy machine
 * @param retryPause between two attempts while a server is away
 */
public record LedgerLimits(int batchSize, int fetchBytes, Duration statementTimeout, Duration retryPause) {

    private static final int MEGABYTE = 1 << 20;

    @JsonCreator
    static LedgerLimits of(
            @JsonProperty("batchSize") @Nullable Integer batchSize,
            @JsonProperty("fetchBytes") @Nullable Integer fetchBytes,
            @JsonProperty("statementTimeout") @Nullable Duration statementTimeout,
            @JsonProperty("retryPause") @Nullable Duration retryPause) {
        return new LedgerLimits(
                positive("limits.ledger.batchSize", orElse(batchSize, 5_000)),
                positive("limits.ledger.fetchBytes", orElse(fetchBytes, 16 * MEGABYTE)),
                positive("limits.ledger.statementTimeout", orElse(statementTimeout, Duration.ofMinutes(5))),
                positive("limits.ledger.retryPause", orElse(retryPause, Duration.ofSeconds(2))));
    }

    public static LedgerLimits defaults() {
        return of(null, null, null, null);
    }
}
