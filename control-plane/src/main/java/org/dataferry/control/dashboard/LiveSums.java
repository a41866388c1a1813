package org.dataferry.control.dashboard;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.control.dashboard.live.Snapshot;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.replay.EntitySums;
import org.dataferry.control.replay.ReplayCounts;

/** The sums of the entities in the looks of the dashboard. */
record LiveSums(Live live) implements EntitySums {

    /** A look comes each second; one that takes longer waits for Kafka. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Optional<Map<String, Long>> newest(Set<String> entities) {
        return live.newest().flatMap(snapshot -> of(snapshot, entities));
    }

    /** The second one from now: the first may have begun before. */
    @Override
    public Optional<Map<String, Long>> next(Set<String> entities) throws InterruptedException {
        long seen = live.newest().map(Snapshot::sequence).orElse(0L);
        Optional<Snapshot> first = live.awaitNewer(seen, PATIENCE);
        return first.isEmpty()
                ? Optional.empty()
                : live.awaitNewer(first.get().sequence(), PATIENCE).flatMap(snapshot -> of(snapshot, entities));
    }

    private static Optional<Map<String, Long>> of(Snapshot snapshot, Set<String> entities) {
        return snapshot.look().report().entities().stream()
                .filter(sum -> entities.contains(sum.entity()))
                .reduce(EntityStatus::plus)
                .map(ReplayCounts::ofEntity);
    }
}
