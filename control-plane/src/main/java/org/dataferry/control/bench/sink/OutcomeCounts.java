package org.dataferry.control.bench.sink;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.BenchAdmin;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * What the sink recorded of the writes of a run.
 *
 * @param others neither applied nor rejected
 */
record OutcomeCounts(long applied, long rejected, long others) {

    private static final Duration POLL = Duration.ofMillis(200);

    /** Longer than any request may wait for a limit, and a commit after it. */
    private static final Duration TIMEOUT = Duration.ofMinutes(6);

    long all() {
        return applied + rejected + others;
    }

    /** Reads until there is one for each of so many writes, and no longer. */
    static OutcomeCounts await(BenchKafka kafka, BenchAdmin admin, MigrationTopics topics, long writes)
            throws InterruptedException {
        Properties properties = new Properties();
        properties.putAll(kafka.client());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        String topic = topics.outcomes(BenchTable.NAME).name();
        OutcomeCounts counts = new OutcomeCounts(0, 0, 0);
        try (KafkaConsumer<String, RecordedOutcome> consumer = new KafkaConsumer<>(
                properties,
                new StringDeserializer(),
                new TopicSerde<>(kafka.avro(), new OutcomeCodec()).deserializer())) {
            consumer.assign(admin.partitions(List.of(topic)));
            consumer.seekToBeginning(consumer.assignment());
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (counts.all() < writes) {
                if (System.nanoTime() > deadline) {
                    throw new ControlException(
                            "after " + TIMEOUT + " there are " + counts.all() + " outcomes of " + writes + " writes");
                }
                for (ConsumerRecord<String, RecordedOutcome> record : consumer.poll(POLL)) {
                    counts = counts.with(record.value().outcome());
                }
            }
        }
        return counts;
    }

    private OutcomeCounts with(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> new OutcomeCounts(applied + 1, rejected, others);
            case Outcome.Rejected ignored -> new OutcomeCounts(applied, rejected + 1, others);
            case Outcome.AlreadyApplied ignored -> another();
            case Outcome.Skipped ignored -> another();
            case Outcome.Parked ignored -> another();
            case Outcome.Deferred ignored -> another();
            case Outcome.Bounced ignored -> another();
        };
    }

    private OutcomeCounts another() {
        return new OutcomeCounts(applied, rejected, others + 1);
    }
}
