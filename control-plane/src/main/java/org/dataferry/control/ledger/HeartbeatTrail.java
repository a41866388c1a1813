package org.dataferry.control.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.fence.FenceEvent;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats that capture has reached and transform has not passed: the last one that both have passed says up to
 * which moment everything that the source committed is announced.
 */
final class HeartbeatTrail {

    /** At one a second, half an hour of a transform that stands still; beyond it every second one is forgotten. */
    private static final int MOST = 2_000;

    private List<FenceEvent.Reached> ahead = new ArrayList<>();
    private @Nullable Instant announcedUpTo;
    private FenceEvent.@Nullable Reached newest;
    private FenceEvent.@Nullable Reached lastPassed;

    void reached(FenceEvent.Reached heartbeat) {
        newest = heartbeat;
        ahead.add(heartbeat);
        if (ahead.size() > MOST) {
            List<FenceEvent.Reached> fewer = new ArrayList<>();
            for (int i = 0; i < ahead.size(); i += 2) {
                fewer.add(ahead.get(i));
            }
            ahead = fewer;
        }
    }

    /** @param committed up to where transform has read, by topic and partition */
    void passed(Map<String, Map<Integer, Long>> committed) {
        int passed = ahead.size();
        while (passed > 0 && !isPassed(ahead.get(passed - 1), committed)) {
            passed--;
        }
        if (passed > 0) {
            lastPassed = ahead.get(passed - 1);
            announcedUpTo = lastPassed.committedAt();
            ahead.subList(0, passed).clear();
        }
    }

    /**
     * The moment at the source up to which all is announced. If no heartbeat is known to be passed, the oldest known:
     * it is at least that long ago.
     */
    Optional<Instant> announcedUpTo() {
        if (announcedUpTo != null) {
            return Optional.of(announcedUpTo);
        }
        return ahead.isEmpty() ? Optional.empty() : Optional.of(ahead.getFirst().committedAt());
    }

    /** The last one that capture has reached. */
    Optional<FenceEvent.Reached> newest() {
        return Optional.ofNullable(newest);
    }

    /** The last one that transform has passed. */
    Optional<FenceEvent.Reached> lastPassed() {
        return Optional.ofNullable(lastPassed);
    }

    private static boolean isPassed(FenceEvent.Reached heartbeat, Map<String, Map<Integer, Long>> committed) {
        return heartbeat.changeOffsets().entrySet().stream()
                .allMatch(topic -> topic.getValue().byPartition().entrySet().stream()
                        .allMatch(end -> end.getValue()
                                <= committed
                                        .getOrDefault(topic.getKey(), Map.of())
                                        .getOrDefault(end.getKey(), 0L)));
    }
}
