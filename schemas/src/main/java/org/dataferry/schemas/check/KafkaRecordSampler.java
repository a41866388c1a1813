package org.dataferry.schemas.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicException;
import org.jspecify.annotations.Nullable;

/**
 * Samples with a consumer of its own, which belongs to no group and commits nothing. Not safe for several threads.
 *
 * <p>The last offsets of a partition may hold no record: markers of transactions, or gaps that compaction left. So it
 * looks further and further back, to a bound. Records of aborted transactions are taken too: they were written by the
 * same serializer.
 */
public final class KafkaRecordSampler implements RecordSampler, AutoCloseable {

    /** A transaction leaves one marker per partition; only a partition of hardly anything else needs the last step. */
    private static final List<Integer> LOOK_BACK = List.of(2, 16, 128, 1_024);

    /** How far from its start a partition may hold nothing but tombstones and gaps. */
    private static final int LOOK_AHEAD = 1_024;

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;

    /**
     * @param consumer is closed with this; its assignment is changed
     * @param timeout for all of one topic
     */
    KafkaRecordSampler(Consumer<byte[], byte[]> consumer, Duration timeout) {
        this.consumer = consumer;
        this.timeout = timeout;
    }

    /** @param client where the cluster is and how to speak to it; the rest is set here */
    public static KafkaRecordSampler connect(Map<String, ?> client, Duration timeout) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // By default a broker holds back an answer of few bytes for half a second, and one record is asked for at a
        // time.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        return new KafkaRecordSampler(
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()), timeout);
    }

    @Override
    public List<SampledRecord> sample(Topic topic) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic.name(), timeout);
            List<SampledRecord> samples = new ArrayList<>();
            for (PartitionInfo partition : partitions == null ? List.<PartitionInfo>of() : partitions) {
                sample(new TopicPartition(topic.name(), partition.partition()), end, samples);
            }
            return List.copyOf(samples);
        } catch (KafkaException failed) {
            throw new TopicException(
                    "cannot read records of topic " + topic.name() + ": " + failed.getMessage(), failed);
        }
    }

    private void sample(TopicPartition partition, long end, List<SampledRecord> samples) {
        Set<TopicPartition> only = Set.of(partition);
        consumer.assign(only);
        long from = consumer.beginningOffsets(only, timeout).get(partition);
        long to = consumer.endOffsets(only, timeout).get(partition);
        Optional<SampledRecord> first = firstWithin(partition, from, Math.min(to, from + LOOK_AHEAD), end);
        first.ifPresent(samples::add);
        last(partition, from, to, end)
                .filter(last -> first.map(SampledRecord::offset).orElse(-1L) != last.offset())
                .ifPresent(samples::add);
    }

    private Optional<SampledRecord> firstWithin(TopicPartition partition, long from, long to, long end) {
        consumer.seek(partition, from);
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<byte[], byte[]> record : poll(partition, end)) {
                if (record.value() != null) {
                    return Optional.of(sampled(record));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SampledRecord> last(TopicPartition partition, long from, long to, long end) {
        for (int back : LOOK_BACK) {
            SampledRecord last = lastWithin(partition, Math.max(from, to - back), to, end);
            if (last != null) {
                return Optional.of(last);
            }
            if (to - back <= from) {
                break;
            }
        }
        return Optional.empty();
    }

    private @Nullable SampledRecord lastWithin(TopicPartition partition, long from, long to, long end) {
        SampledRecord last = null;
        consumer.seek(partition, from);
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<byte[], byte[]> record : poll(partition, end)) {
                if (record.value() != null) {
                    last = sampled(record);
                }
            }
        }
        return last;
    }

    private Iterable<ConsumerRecord<byte[], byte[]>> poll(TopicPartition partition, long end) {
        if (System.nanoTime() - end > 0) {
            throw new TopicException("Kafka did not hand over a record of " + partition + " within " + timeout);
        }
        return consumer.poll(POLL).records(partition);
    }

    private static SampledRecord sampled(ConsumerRecord<byte[], byte[]> record) {
        return new SampledRecord(record.topic(), record.partition(), record.offset(), record.value());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
