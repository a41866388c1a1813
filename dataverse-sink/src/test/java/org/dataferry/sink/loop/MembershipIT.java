package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.SinkMigration;
import org.dataferry.sink.testing.SinkServers;
import org.junit.jupiter.api.Test;

/** Who shares the application users, as a real group tells it. */
final class MembershipIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GROUP = "membership-it.g1.sink";

    private final List<Membership.Place> places = new ArrayList<>();

    /** A member that lives until it is told to leave. */
    private static final class Member implements AutoCloseable {
        private final AtomicBoolean leaving = new AtomicBoolean();
        private final Thread thread;

        Member(SinkMigration migration, String topic, String instance) {
            KafkaConsumer<String, EntityWrite> consumer =
                    SinkClients.consumer(client(), GROUP, instance, migration.avro());
            thread = Thread.ofPlatform().start(() -> {
                consumer.subscribe(List.of(topic));
                while (!leaving.get()) {
                    consumer.poll(Duration.ofMillis(100));
                }
                consumer.close(
                        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            });
        }

        @Override
        public void close() {
            leaving.set(true);
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    @SuppressWarnings("try") // The members are there, and that is all.
    void theRankIsThatAmongAllWhoAreThere() throws InterruptedException {
        try (SinkMigration migration = new SinkMigration("membership-it");
                Admin admin = Admin.create(client())) {
            Membership membership =
                    new Membership(admin, GROUP, "b", Set.of(), Clock.systemUTC(), new Membership.Listener() {
                        @Override
                        public void placed(Membership.Place place) {
                            places.add(place);
                        }

                        @Override
                        public void abandoned(Set<TopicPartition> partitions) {
                            throw new AssertionError("nothing is shared out, but abandoned are " + partitions);
                        }
                    });
            membership.begin(PATIENCE);
            assertThat(places).as("alone, before the group is there").containsExactly(new Membership.Place(1, 0));

            String topic = migration.writes(EmulatedTarget.ORDER);
            try (Member itself = new Member(migration, topic, "b");
                    Member later = new Member(migration, topic, "c")) {
                await(membership, () -> places.getLast().equals(new Membership.Place(2, 0)));
                try (Member earlier = new Member(migration, topic, "a")) {
                    await(membership, () -> places.getLast().equals(new Membership.Place(3, 1)));
                }
                await(membership, () -> places.getLast().equals(new Membership.Place(2, 0)));
            }
        }
    }

    private void await(Membership membership, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still %s", places).isLessThan(deadline);
            membership.look();
            Thread.sleep(50);
        }
    }

    private static Properties client() {
        Properties client = new Properties();
        client.put("bootstrap.servers", SinkServers.kafka());
        return client;
    }
}
