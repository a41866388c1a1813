package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.SumCheck;
import org.dataferry.schemas.fence.FenceEvent;

/** Checks the sum at heartbeats, one after the other, for as long as a run goes on. */
final class SumWatch {

    /**
     * From the beginning of one check to that of the next. A check goes through all writes in flight, which may be millions
     * during a first load; twice a minute that costs nothing, and a fault is still told while its cause can be found.
     */
    static final Duration PACE = Duration.ofSeconds(30);

    private final LedgerReader reader;
    private final Supplier<FencePassage> passages;
    private final BiFunction<String, FencePassage, SumCheck> checks;
    private final Clock clock;
    private Instant next;
    private Optional<FenceEvent.Reached> heartbeat = Optional.empty();
    private Optional<FencePassage> passage = Optional.empty();
    private Optional<SumCheck> check = Optional.empty();

    /** @param imbalances none where the sum holds */
    record Checked(String fenceId, List<Imbalance> imbalances) {}

    SumWatch(
            LedgerReader reader,
            Supplier<FencePassage> passages,
            BiFunction<String, FencePassage, SumCheck> checks,
            Clock clock) {
        this.reader = reader;
        this.passages = passages;
        this.checks = checks;
        this.clock = clock;
        this.next = clock.instant().plus(PACE);
    }

    /** Goes on without waiting; a result when a check has come to its end. */
    Optional<Checked> look() {
        if (heartbeat.isEmpty()) {
            begin();
        }
        if (heartbeat.isEmpty() || passage.isEmpty()) {
            return Optional.empty();
        }
        if (check.isEmpty() && passage.get().isPassed(heartbeat.get())) {
            check = Optional.of(checks.apply(heartbeat.get().fenceId(), passage.get()));
        }
        Optional<List<Imbalance>> result = check.flatMap(SumCheck::look);
        String fenceId = heartbeat.get().fenceId();
        if (result.isPresent()) {
            heartbeat = Optional.empty();
            check = Optional.empty();
        }
        return result.map(found -> new Checked(fenceId, found));
    }

    private void begin() {
        if (!clock.instant().isBefore(next) && reader.captureSigns().newest().isPresent()) {
            heartbeat = reader.captureSigns().newest();
            passage = Optional.of(passages.get());
            next = clock.instant().plus(PACE);
        }
    }
}
