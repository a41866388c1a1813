package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.dataferry.control.ControlException;
import org.dataferry.control.ledger.StageOffsets;
import org.dataferry.schemas.topic.MigrationTopics;

/** Ends the wait for stages that do not come on. A target that throttles makes them slow, and does not stop them for long. */
final class StandstillLimit {

    /** Three times the span over which Dataverse counts requests, which is the longest that it tells anybody to stay away. */
    static final Duration LIMIT = Duration.ofMinutes(15);

    private final StageOffsets stages;
    private final MigrationTopics topics;
    private final Clock clock;
    private long position = -1;
    private Instant movedAt;

    StandstillLimit(StageOffsets stages, MigrationTopics topics, Clock clock) {
        this.stages = stages;
        this.topics = topics;
        this.clock = clock;
        this.movedAt = clock.instant();
    }

    /** @throws ControlException if neither stage has committed anything for that long */
    void requireProgress() {
        long now = committed(topics.transformApplication()) + committed(topics.sinkGroup());
        if (now != position) {
            position = now;
            movedAt = clock.instant();
        } else if (Duration.between(movedAt, clock.instant()).compareTo(LIMIT) > 0) {
            throw new ControlException("neither transform nor sink of rebuild " + topics.rebuild()
                    + " has come on for " + LIMIT + "; see the log, and whether the target answers. The same command"
                    + " goes on where it was");
        }
    }

    private long committed(String group) {
        return stages.committed(group).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
