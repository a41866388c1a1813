package org.dataferry.schemas.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaRecordSamplerTest {

    private static final Topic TOPIC = new MigrationTopics("m", 1, 1).fanOuts();
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);
    private static final byte[] VALUE = {1};

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final KafkaRecordSampler sampler = new KafkaRecordSampler(consumer, Duration.ofSeconds(2));

    @Test
    void takesTheFirstAndTheLastRecord() {
        offsets(5, 9);
        onPoll(record(5, VALUE), record(6, VALUE));
        onPoll(record(7, VALUE), record(8, VALUE));

        assertThat(sampler.sample(TOPIC)).extracting(SampledRecord::offset).containsExactly(5L, 8L);
    }

    @Test
    void takesTheOnlyRecordOnce() {
        offsets(0, 1);
        onPoll(record(0, VALUE));
        onPoll(record(0, VALUE));

        assertThat(sampler.sample(TOPIC)).extracting(SampledRecord::offset).containsExactly(0L);
    }

    @Test
    void looksFurtherBackWhereTheEndHoldsOnlyMarkersAndTombstones() {
        offsets(0, 100);
        onPoll(record(0, VALUE));
        // The last two offsets are markers of transactions: the position moves on and there is no record.
        consumer.schedulePollTask(() -> consumer.seek(PARTITION, 100));
        onPoll(record(90, VALUE), record(95, null));
        consumer.schedulePollTask(() -> consumer.seek(PARTITION, 100));

        assertThat(sampler.sample(TOPIC)).extracting(SampledRecord::offset).containsExactly(0L, 90L);
    }

    @Test
    void takesNothingFromAnEmptyOrUnknownTopic() {
        assertThat(sampler.sample(TOPIC)).isEmpty();

        offsets(3, 3);
        assertThat(sampler.sample(TOPIC)).isEmpty();
    }

    @Test
    void givesUpAfterItsTimeout() {
        offsets(0, 10);

        assertThatThrownBy(() -> new KafkaRecordSampler(consumer, Duration.ofMillis(50)).sample(TOPIC))
                .isInstanceOf(TopicException.class)
                .hasMessageContaining("did not hand over a record of m.g1.fan-outs-0 within PT0.05S");
    }

    @Test
    void namesTheTopicWhenKafkaFails() {
        offsets(0, 1);
        consumer.setPollException(new KafkaException("no network"));

        assertThatThrownBy(() -> sampler.sample(TOPIC))
                .isInstanceOf(TopicException.class)
                .hasMessage("cannot read records of topic m.g1.fan-outs: no network");
    }

    @Test
    void closesItsConsumer() {
        sampler.close();

        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void connectsWithNoMoreThanTheClustersAddress() {
        try (KafkaRecordSampler connected =
                KafkaRecordSampler.connect(Map.of("bootstrap.servers", "127.0.0.1:1"), Duration.ofMillis(50))) {
            assertThatThrownBy(() -> connected.sample(TOPIC)).isInstanceOf(TopicException.class);
        }
    }

    private void offsets(long from, long to) {
        consumer.updatePartitions(TOPIC.name(), List.of(new PartitionInfo(TOPIC.name(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, from));
        consumer.updateEndOffsets(Map.of(PARTITION, to));
    }

    @SafeVarargs
    private void onPoll(ConsumerRecord<byte[], byte[]>... records) {
        consumer.schedulePollTask(() -> {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                consumer.addRecord(record);
            }
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte @Nullable [] value) {
        return new ConsumerRecord<>(TOPIC.name(), 0, offset, null, value);
    }
}
