package org.dataferry.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicCreatorTest {

    private static final Topic WRITES = new MigrationTopics("m", 1, 3).writes("account");

    private final MockAdminClient admin =
            MockAdminClient.create().numBrokers(1).defaultReplicationFactor(1).build();
    private final TopicCreator creator = new TopicCreator(admin, Duration.ofSeconds(5));

    @BeforeEach
    void partitionsHaveEnds() {
        for (int partition = 0; partition < 3; partition++) {
            admin.updateEndOffsets(Map.of(new TopicPartition(WRITES.name(), partition), 0L));
        }
    }

    @Test
    void createsWhatIsMissingAndLeavesWhatIsThere() throws Exception {
        creator.ensure(List.of(WRITES));
        creator.ensure(List.of(WRITES));

        assertThat(admin.listTopics().names().get()).containsExactly(WRITES.name());
        assertThat(admin.describeTopics(List.of(WRITES.name()))
                        .allTopicNames()
                        .get()
                        .get(WRITES.name())
                        .partitions())
                .hasSize(3);
    }

    @Test
    void refusesAnotherPartitionCountAtOnce() {
        admin.createTopics(List.of(new NewTopic(WRITES.name(), 2, (short) 1)));

        assertThatThrownBy(() -> creator.ensure(List.of(WRITES)))
                .isInstanceOf(TopicException.class)
                .hasMessageContaining("topic m.g1.writes.account has 2 partitions, it must have 3")
                .hasMessageContaining("migration.yaml");
    }

    @Test
    void refusesARetentionThatLosesRecords() throws Exception {
        creator.ensure(List.of(WRITES));
        var config = new ConfigResource(ConfigResource.Type.TOPIC, WRITES.name());
        admin.incrementalAlterConfigs(Map.of(
                        config,
                        List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET))))
                .all()
                .get();

        assertThatThrownBy(() -> creator.ensure(List.of(WRITES)))
                .hasMessageContaining("retention.ms=1000, it must be -1");
    }

    @Test
    void saysWhatItWaitedForWhenKafkaIsSilent() {
        KafkaFuture<String> silent = new KafkaFutureImpl<>();

        assertThatThrownBy(() -> Deadline.after(Duration.ofMillis(20)).await(silent, "list the topics"))
                .isInstanceOf(TopicException.class)
                .hasMessage("could not list the topics within PT0.02S; is Kafka up?");
    }

    @Test
    void severalWaitsShareOneDeadline() {
        Deadline deadline = Deadline.after(Duration.ofMillis(30));
        long begin = System.nanoTime();

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> deadline.await(new KafkaFutureImpl<>(), "answer"))
                    .isInstanceOf(TopicException.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(400));
        assertThatThrownBy(() -> deadline.pause(Duration.ofSeconds(9), "go on"))
                .hasMessageContaining("could not go on");
    }

    @Test
    void refusalKeepsItsCause() {
        KafkaFutureImpl<String> refused = new KafkaFutureImpl<>();
        refused.completeExceptionally(new IllegalStateException("no"));

        assertThatThrownBy(() -> Deadline.after(Duration.ofSeconds(1)).await(refused, "x"))
                .hasMessage("could not x: no")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void interruptEndsEveryWaitAndStays() {
        Deadline deadline = Deadline.after(Duration.ofSeconds(5));

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> deadline.await(new KafkaFutureImpl<>(), "x")).hasMessageContaining("interrupted");
        assertThatThrownBy(() -> deadline.pause(Duration.ofSeconds(5), "x")).hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }
}
