package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.orElse;
import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits of replays.
 *
 * @param window source rows of a replay that are under way at a time; a pause or a cancellation holds after so many at
 *     most, and 5,000 keep all stages busy
 * @param approveAbove source rows from which on somebody else has to approve a replay; empty if nobody has to
 * @param selectTimeout after which PostgreSQL gives up to find the rows of a segment; all rows of a large entity by the
 *     version of their mapping take some ten seconds
 * @param ledgerPatience how long the ledger may not come on while it is waited for; one that is followed is a second or two
 *     behind, so more than a minute is a fault
 * @param atOnce replays of one dashboard that are sent at a time; each takes a window of the stages and a reader of
 *     Kafka, and live changes queue behind all windows together
 * @param open replays of one dashboard that have not come to their end, also those that wait for a place or an approval;
 *     more is a mistake of a program rather than the wish of people
 * @param standsAfter how long nothing of a dashboard's replay may move until another has its place; longer than a stage
 *     takes to start anew
 * @param choosing how long a preview may take in a dashboard; more than finding the rows and waiting for the ledger, as
 *     both ends are looked at too
 * @param rows source rows of a replay from the dashboard at most, as its process has the stages too and keeps what several
 *     previews have found and what is sent, about 150 bytes for each row; 500,000 are 75 MB of a heap of 1 GB
 */
public record ReplayLimits(
        int window,
        Optional<Integer> approveAbove,
        Duration selectTimeout,
        Duration ledgerPatience,
        int atOnce,
        int open,
        Duration standsAfter,
        Duration choosing,
        int rows) {

    @JsonCreator
    static ReplayLimits of(
            @JsonProperty("window") @Nullable Integer window,
            @JsonProperty("approveAbove") @Nullable Integer approveAbove,
            @JsonProperty("selectTimeout") @Nullable Duration selectTimeout,
            @JsonProperty("ledgerPatience") @Nullable Duration ledgerPatience,
            @JsonProperty("atOnce") @Nullable Integer atOnce,
            @JsonProperty("open") @Nullable Integer open,
            @JsonProperty("standsAfter") @Nullable Duration standsAfter,
            @JsonProperty("choosing") @Nullable Duration choosing,
            @JsonProperty("rows") @Nullable Integer rows) {
        return new ReplayLimits(
                positive("limits.replay.window", orElse(window, 5_000)),
                Optional.ofNullable(approveAbove).map(above -> positive("limits.replay.approveAbove", above)),
                positive("limits.replay.selectTimeout", orElse(selectTimeout, Duration.ofMinutes(2))),
                positive("limits.replay.ledgerPatience", orElse(ledgerPatience, Duration.ofMinutes(1))),
                positive("limits.replay.atOnce", orElse(atOnce, 2)),
                positive("limits.replay.open", orElse(open, 100)),
                positive("limits.replay.standsAfter", orElse(standsAfter, Duration.ofSeconds(60))),
                positive("limits.replay.choosing", orElse(choosing, Duration.ofMinutes(5))),
                positive("limits.replay.rows", orElse(rows, 500_000)));
    }

    /** Whether somebody else has to approve a replay of so many source rows. */
    public boolean needsApproval(int rows) {
        return approveAbove.filter(most -> rows > most).isPresent();
    }

    static ReplayLimits defaults() {
        return of(null, null, null, null, null, null, null, null, null);
    }
}
