package org.dataferry.control.verify;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.run.AwaitedFence;
import org.dataferry.control.run.RunLock;

/**
 * Whether stages of the migration run, here or, with a Kafka of one's own, anywhere; and fences that they have to pass.
 *
 * @param entities and relationships that are written
 */
public record RunInProgress(MigrationFolder folder, Endpoints endpoints, Set<String> entities) implements Settling {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    public RunInProgress {
        entities = Set.copyOf(entities);
    }

    @Override
    public boolean isRunning() {
        if (RunLock.isAnyHeld(folder.ownState())) {
            return true;
        }
        // What runs with an embedded Kafka runs on this machine, and Kafka may still count a killed one.
        return folder.settings().configuredKafka().isPresent() && hasMembers();
    }

    @Override
    public void await() throws InterruptedException {
        AwaitedFence.pass(
                folder.topics(),
                endpoints,
                entities,
                folder.settings().limits().verify().fencePatience());
    }

    @Override
    public void awaitRemovals() throws InterruptedException {
        Thread.sleep(folder.settings().limits().verify().removalPatience());
    }

    private boolean hasMembers() {
        try (Admin admin = Admin.create(endpoints.kafkaClient())) {
            KafkaStageOffsets stages = new KafkaStageOffsets(admin, KAFKA_TIMEOUT);
            return stages.hasMembers(folder.topics().transformApplication())
                    || stages.hasMembers(folder.topics().sinkGroup());
        }
    }
}
