package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.SinkMigration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sink was giving up when it was killed gets an owner again, although it is back at once and nobody comes or goes. */
final class AbandonedPartitionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LOOK_MILLIS = 100;

    @TempDir
    Path folder;

    private static final class Killed extends Error {}

    @Test
    void whatAKilledSinkWasGivingUpIsTakenOver() throws InterruptedException, ExecutionException {
        try (EmulatedTarget target = EmulatedTarget.start(folder.resolve("target"));
                SinkMigration migration = new SinkMigration("abandoned-it")) {
            target.makeOrders();
            SinkSettings first = migration.settings(target, "ferry", folder.resolve("first"));
            SinkSettings second = migration.settings(target, "ferry", folder.resolve("second"));
            int all = first.topics().partitions();
            FirstLife killed = new FirstLife(first);

            // given
            killed.joins();
            try (GroupMember other = new GroupMember(topic(second), () -> member(second));
                    Admin admin = Admin.create(first.client())) {
                killed.diesGivingUp();

                // when
                try (SinkProcess back = new SinkProcess(first, migration.avro(), HaltPoint.Observer.NONE)) {
                    back.start();
                    await(admin, first, group -> isOfTwo(group, killed.member) && owned(group) < all);

                    // then
                    await(admin, first, group -> isOfTwo(group, killed.member) && owned(group) == all);
                    back.throwIfFailed();
                    assertThat(other.isThere()).isTrue();
                }
            }
        }
    }

    /** The dead life's place is taken, and the group believes that all is in order. */
    private static boolean isOfTwo(ConsumerGroupDescription group, String dead) {
        return group.groupState() == GroupState.STABLE
                && group.members().size() == 2
                && group.members().stream()
                        .noneMatch(member -> member.consumerId().equals(dead));
    }

    private static int owned(ConsumerGroupDescription group) {
        return group.members().stream()
                .mapToInt(member -> member.assignment().topicPartitions().size())
                .sum();
    }

    private static void await(Admin admin, SinkSettings settings, Predicate<ConsumerGroupDescription> reached)
            throws InterruptedException, ExecutionException {
        String name = settings.topics().sinkGroup();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        ConsumerGroupDescription group = group(admin, name);
        while (!reached.test(group)) {
            assertThat(System.nanoTime()).as("still %s", group).isLessThan(deadline);
            Thread.sleep(LOOK_MILLIS);
            group = group(admin, name);
        }
    }

    private static ConsumerGroupDescription group(Admin admin, String name)
            throws InterruptedException, ExecutionException {
        return admin.describeConsumerGroups(List.of(name))
                .describedGroups()
                .get(name)
                .get();
    }

    /** As a sink's, but for the time until it is taken for dead: a slow machine has it back before. */
    private static KafkaConsumer<String, byte[]> member(SinkSettings settings) {
        Properties client = new Properties();
        client.putAll(settings.client());
        client.put(ConsumerConfig.GROUP_ID_CONFIG, settings.topics().sinkGroup());
        client.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, InstanceId.in(settings.stateDirectory()));
        client.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        client.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static String topic(SinkSettings settings) {
        return settings.topics().writes(ORDER).name();
    }

    /** A sink with all partitions, as the group sees it, until it is killed. */
    private static final class FirstLife implements ConsumerRebalanceListener {

        private final KafkaConsumer<String, byte[]> consumer;
        private final SinkSettings settings;
        private String member = "";
        private boolean dead;

        FirstLife(SinkSettings settings) {
            this.settings = settings;
            this.consumer = member(settings);
        }

        void joins() {
            consumer.subscribe(List.of(topic(settings)), this);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.assignment().size() < settings.topics().partitions() && System.nanoTime() < deadline) {
                consumer.poll(POLL);
            }
            assertThat(consumer.assignment()).hasSize(settings.topics().partitions());
            member = consumer.groupMetadata().memberId();
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
                    .withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
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
