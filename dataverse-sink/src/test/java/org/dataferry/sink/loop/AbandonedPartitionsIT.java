package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.SinkMigration;
import org.dataferry.sink.testing.SinkServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that is killed while it gives partitions up, and is back at once, leaves no write undone. */
final class AbandonedPartitionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private static final class Killed extends Error {}

    @Test
    void whatAKilledSinkWasGivingUpIsTakenOver() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(folder.resolve("target"));
                SinkMigration migration = new SinkMigration("abandoned-it")) {
            // given
            target.makeOrders();
            SinkSettings first = migration.settings(target, "ferry", folder.resolve("first"));
            SinkSettings second = migration.settings(target, "ferry", folder.resolve("second"));
            FirstLife life = new FirstLife(migration, first);
            life.joins();
            try (SinkProcess staying = new SinkProcess(second, migration.avro(), HaltPoint.Observer.NONE)) {
                staying.start();
                life.diesGivingUp();

                // when
                try (SinkProcess back = new SinkProcess(first, migration.avro(), HaltPoint.Observer.NONE)) {
                    back.start();
                    migration.write(orders(100));

                    // then
                    migration.awaitOutcomes(100, PATIENCE, () -> {
                        staying.throwIfFailed();
                        back.throwIfFailed();
                    });
                }
            }
        }
    }

    private static List<EntityWrite> orders(int count) {
        return IntStream.range(0, count)
                .<EntityWrite>mapToObj(
                        number -> upsert(row(ORDER, "abandoned/" + number), 1, columns("mig_name", "n" + number)))
                .toList();
    }

    /** The group's sight of a sink, with all partitions, until it is killed. */
    private static final class FirstLife implements ConsumerRebalanceListener {

        private final KafkaConsumer<String, EntityWrite> consumer;
        private final SinkSettings settings;
        private boolean dead;

        FirstLife(SinkMigration migration, SinkSettings settings) {
            this.settings = settings;
            Properties client = new Properties();
            client.put("bootstrap.servers", SinkServers.kafka());
            this.consumer = SinkClients.consumer(
                    client, settings.topics().sinkGroup(), InstanceId.in(settings.stateDirectory()), migration.avro());
        }

        void joins() {
            consumer.subscribe(List.of(settings.topics().writes(ORDER).name()), this);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.assignment().size() < settings.topics().partitions() && System.nanoTime() < deadline) {
                consumer.poll(POLL);
            }
        }

        void diesGivingUp() {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            assertThatThrownBy(() -> {
                        while (System.nanoTime() < deadline) {
                            consumer.poll(POLL);
                        }
                    })
                    .isInstanceOf(Killed.class);
            consumer.close(CloseOptions.timeout(Duration.ZERO)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {}

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            if (!dead) {
                dead = true;
                throw new Killed();
            }
        }
    }
}
