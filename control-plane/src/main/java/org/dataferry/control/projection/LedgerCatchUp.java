package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.settings.LedgerLimits;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Waits until the ledger has all that the topics hold, for somebody who is about to read it. Where no process keeps it, it is
 * brought up to date here.
 *
 * @param projections makes one of this ledger
 * @param patience how long it may not come on
 * @param said told in words that it has to be waited for
 */
public record LedgerCatchUp(
        Endpoints.Database database,
        MigrationTopics topics,
        KafkaStageOffsets offsets,
        LedgerLimits limits,
        Supplier<Projection> projections,
        Duration patience,
        Consumer<String> said) {

    private static final Duration LOOK = Duration.ofMillis(200);

    /**
     * Whether some process keeps the ledger, so that waiting for it takes moments.
     *
     * @throws LedgerAwayException if the database does not answer
     */
    public boolean isKept() {
        try (Connection connection = connection()) {
            return LedgerDatabase.isKept(connection);
        } catch (SQLException failed) {
            throw new LedgerAwayException("the ledger's database does not answer: " + failed.getMessage(), failed);
        }
    }

    /**
     * Returns when the ledger has what the topics held at the call.
     *
     * @throws LedgerAwayException if the database does not answer
     * @throws ControlException if nothing comes for too long, or the database has something else in the schema's place
     */
    public void await() throws InterruptedException {
        try (Connection connection = connection()) {
            await(connection);
        } catch (SQLException failed) {
            throw new LedgerAwayException("the ledger's database does not answer: " + failed.getMessage(), failed);
        }
    }

    private void await(Connection connection) throws SQLException, InterruptedException {
        Map<TopicPartition, Long> goal = offsets.stableEnds(new LedgerTopics(topics).partitions(offsets.topics()));
        long least = Long.MAX_VALUE;
        long deadline = 0;
        while (true) {
            OptionalLong behind = behind(connection, goal);
            if (behind.isPresent() && behind.getAsLong() == 0) {
                return;
            }
            if (!LedgerDatabase.isKept(connection)) {
                connection.commit();
                if (project()) {
                    return;
                }
            }
            connection.commit();
            long now = behind.orElse(Long.MAX_VALUE);
            if (deadline == 0 || now < least) {
                if (deadline == 0) {
                    said.accept("waiting for the ledger, which is " + words(behind) + " behind");
                }
                least = now;
                deadline = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new ControlException("the ledger is " + words(behind) + " behind, and has not come on for "
                        + patience.toSeconds() + " seconds; the log of the command that keeps it says why");
            }
            Thread.sleep(LOOK);
        }
    }

    private static String words(OptionalLong behind) {
        return behind.isPresent() ? behind.getAsLong() + " records" : "all";
    }

    /** Whether it was brought up to date; somebody else may have begun to keep it. */
    private boolean project() throws InterruptedException {
        try (Projection projection = projections.get()) {
            projection.begin();
            said.accept("bringing the ledger up to date");
            projection.untilCaughtUp();
            return true;
        } catch (LedgerTakenException keptByNow) {
            return false;
        }
    }

    /** Empty if there is no ledger of this migration. */
    private OptionalLong behind(Connection connection, Map<TopicPartition, Long> goal) throws SQLException {
        if (!LedgerSchema.isOf(connection, topics.migration())) {
            return OptionalLong.empty();
        }
        Map<TopicPartition, Long> read = LedgerSchema.progress(connection);
        return OptionalLong.of(LedgerSchema.rest(connection)
                + goal.entrySet().stream()
                        .mapToLong(end -> Math.max(0, end.getValue() - read.getOrDefault(end.getKey(), 0L)))
                        .sum());
    }

    private Connection connection() {
        try {
            return LedgerDatabase.open(database, limits);
        } catch (SQLException away) {
            throw new LedgerAwayException("the ledger's database does not answer: " + away.getMessage(), away);
        }
    }
}
