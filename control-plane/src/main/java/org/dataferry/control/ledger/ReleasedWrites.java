package org.dataferry.control.ledger;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Follows what the outcomes before a fence release. A child waits for its parent, and a file for its row, so they are sent only after
 * transform has read the outcome of the other; by then the fence has passed all stages.
 *
 * <p>Done when twice in a row all that stood in the topics went once around, and of the writes that waited at the fence none
 * was released: what still waits then waits for something that is not there. The set of those writes only gets smaller, so
 * live traffic does not keep it from its end.
 */
public final class ReleasedWrites {

    private final LedgerReader reader;
    private final StageOffsets stages;
    private final MigrationTopics topics;
    private final Set<String> sent;
    private final Clock clock;
    private Optional<Map<String, Set<Fingerprint>>> waiting = Optional.empty();
    private Optional<WayRound> round = Optional.empty();
    private int fruitless;

    /** @param sent the entities whose writes the sink sends, and relationships */
    public ReleasedWrites(
            LedgerReader reader, StageOffsets stages, MigrationTopics topics, Set<String> sent, Clock clock) {
        this.reader = reader;
        this.stages = stages;
        this.topics = topics;
        this.sent = Set.copyOf(sent);
        this.clock = clock;
    }

    /** Looks once, without waiting; to be asked from the moment at which the fence has passed all stages. */
    public boolean areDone() {
        if (isAtEnd()) {
            return true;
        }
        if (round.map(WayRound::isDone).orElse(true)) {
            conclude();
        }
        return isAtEnd();
    }

    private boolean isAtEnd() {
        return waiting.isPresent() && (waiting.get().isEmpty() || fruitless >= SumCheck.FRUITLESS_ROUNDS);
    }

    private void conclude() {
        reader.catchUp();
        Map<String, Set<Fingerprint>> now = waiting.map(reader.ledger()::stillWaiting)
                .orElseGet(() -> reader.ledger().waiting(sent));
        if (waiting.isPresent()) {
            fruitless = now.equals(waiting.get()) ? fruitless + 1 : 0;
        }
        waiting = Optional.of(now);
        round = Optional.of(new WayRound(reader, stages, topics, sent, clock));
    }
}
