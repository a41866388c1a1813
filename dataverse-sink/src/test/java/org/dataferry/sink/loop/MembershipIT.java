package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.SinkMigration;
import org.dataferry.sink.testing.SinkServers;
import org.junit.jupiter.api.Test;

/** Who shares the application users, as a real group tells it. */
final class MembershipIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GROUP = "membership-it.g1.sink";

    private final List<Membership.Place> places = new ArrayList<>();

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
            try (GroupMember itself = member(migration, topic, "b");
                    GroupMember later = member(migration, topic, "c")) {
                await(membership, () -> places.getLast().equals(new Membership.Place(2, 0)));
                try (GroupMember earlier = member(migration, topic, "a")) {
                    await(membership, () -> places.getLast().equals(new Membership.Place(3, 1)));
                }
                await(membership, () -> places.getLast().equals(new Membership.Place(2, 0)));
            }
        }
    }

    private static GroupMember member(SinkMigration migration, String topic, String instance) {
        return new GroupMember(topic, () -> SinkClients.consumer(client(), GROUP, instance, migration.avro()));
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
