package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.ReleasedWrites;
import org.dataferry.control.ledger.SumCheck;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;

/** A fence for somebody who runs none of the stages: they are other processes, and are followed by what they commit. */
public final class AwaitedFence {

    private static final Duration LOOK = Duration.ofMillis(200);

    private AwaitedFence() {}

    /**
     * Sets a fence at the sources and returns when every stage has passed it, what was released by then is sent, the sum is known,
     * and nothing waits for a heartbeat any more.
     *
     * <p>Capture must be reading the sources by now. A search for rows that an epoch did not bring is not seen from here, so
     * none may be under way.
     *
     * @param entities whose writes the sinks send
     * @return what is wrong with the sum
     */
    public static List<Imbalance> await(
            MigrationTopics topics, Endpoints endpoints, Set<String> entities, Duration patience)
            throws InterruptedException {
        ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry()));
        try (Admin admin = Admin.create(endpoints.kafkaClient())) {
            KafkaStageOffsets stages = new KafkaStageOffsets(admin, Stages.KAFKA_TIMEOUT);
            try (LedgerReader reader =
                    new LedgerReader(topics, avro, endpoints.kafkaClient(), stages, Stages.KAFKA_TIMEOUT)) {
                FenceIds ids = FenceIds.set(endpoints.sources());
                FencePassage passage = new FencePassage(stages, topics, entities, () -> false);
                Deadline deadline = new Deadline(System.nanoTime() + patience.toNanos(), patience);
                FenceEvent.Reached reached = reached(reader, ids, deadline);
                while (!passage.isPassed(reached)) {
                    deadline.pause("transform and sink have not passed it");
                }
                ReleasedWrites released = new ReleasedWrites(reader, stages, topics, entities, Clock.systemUTC());
                while (!released.areDone()) {
                    deadline.pause("writes that waited for others are sent");
                }
                SumCheck check = new SumCheck(
                        ids.name(), passage.announced(), reader, stages, topics, entities, Clock.systemUTC());
                Optional<List<Imbalance>> result = check.look();
                while (result.isEmpty()) {
                    deadline.pause("the sum of what was announced before it is not known");
                    result = check.look();
                }
                while (reader.ledger().open().awaitingHeartbeat() > 0) {
                    deadline.pause("writes still wait for a heartbeat");
                    reader.catchUp();
                }
                return result.get();
            }
        }
    }

    /**
     * Sets a fence at the sources and returns when every stage has passed it. Nothing of the ledger is read, so this costs the
     * same however long the migration has gone on.
     *
     * @throws ControlException if a stage does not come to it in time; it says which
     */
    public static void pass(MigrationTopics topics, Endpoints endpoints, Set<String> entities, Duration patience)
            throws InterruptedException {
        ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry()));
        try (Admin admin = Admin.create(endpoints.kafkaClient())) {
            KafkaStageOffsets stages = new KafkaStageOffsets(admin, Stages.KAFKA_TIMEOUT);
            try (TopicCursor cursor = TopicCursor.open(endpoints.kafkaClient(), stages, Stages.KAFKA_TIMEOUT)) {
                FenceTopic fences = new FenceTopic(topics, avro, cursor);
                fences.read();
                FenceIds ids = FenceIds.set(endpoints.sources());
                Deadline deadline = new Deadline(System.nanoTime() + patience.toNanos(), patience);
                Optional<FenceEvent.Reached> reached = Optional.empty();
                while (reached.isEmpty()) {
                    deadline.pause("capture has not come to it");
                    fences.read();
                    reached = ids.reached(fences::find);
                }
                FencePassage passage = new FencePassage(stages, topics, entities, () -> false);
                while (!passage.isPassed(reached.get())) {
                    deadline.pause("transform and sink have not passed it");
                }
            }
        }
    }

    private static FenceEvent.Reached reached(LedgerReader reader, FenceIds ids, Deadline deadline)
            throws InterruptedException {
        while (true) {
            reader.catchUp();
            Optional<FenceEvent.Reached> reached = ids.reached(reader::fence);
            if (reached.isPresent()) {
                return reached.get();
            }
            deadline.pause("capture has not come to it");
        }
    }

    private record Deadline(long nanos, Duration patience) {

        void pause(String missing) throws InterruptedException {
            if (System.nanoTime() > nanos) {
                throw new ControlException("after " + patience + " the fence is not passed: " + missing);
            }
            Thread.sleep(LOOK);
        }
    }
}
