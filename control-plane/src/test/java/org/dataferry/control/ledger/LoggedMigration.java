package org.dataferry.control.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.RequestUseCodec;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.topic.DeadLetters;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.usage.RequestUse;
import org.dataferry.schemas.write.FanOut;

/**
 * The topics of a migration with two partitions as a ledger reads them, through Kafka's own double of a consumer, and stages that are where a
 * test puts them.
 */
public final class LoggedMigration implements StageOffsets {

    public static final MigrationTopics TOPICS = new MigrationTopics("nw", 1, 2);

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());
    private final Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> log = new HashMap<>();
    private final Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
    private final RereadingConsumer consumer = new RereadingConsumer();
    private final TopicCursor cursor;
    final LedgerReader reader;

    /** Kafka's double forgets a record that it has given; a topic does not. */
    private final class RereadingConsumer extends MockConsumer<String, byte[]> {

        RereadingConsumer() {
            super("earliest");
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            log.getOrDefault(partition, List.of()).stream()
                    .filter(record -> record.offset() >= offset)
                    .forEach(this::addRecord);
        }
    }

    public LoggedMigration(String... entities) {
        this(TOPICS, entities);
    }

    /** @param read what the ledger is of: the run, or a rebuild beside it */
    LoggedMigration(MigrationTopics read, String... entities) {
        cursor = new TopicCursor(consumer, this, Duration.ofSeconds(5));
        reader = new LedgerReader(read, avro, this, cursor);
        topic(TOPICS.fences());
        topic(TOPICS.deadLetters());
        topic(TOPICS.control());
        topic(TOPICS.usage());
        for (MigrationTopics of : new HashSet<>(List.of(TOPICS, read))) {
            topic(of.fanOuts());
            for (String entity : entities) {
                topic(of.outcomes(entity));
            }
        }
        reader.catchUp();
    }

    /** Over the same consumer as the ledger's. */
    public TopicCursor cursor() {
        return cursor;
    }

    public LedgerReader reader() {
        return reader;
    }

    public ConfluentAvro avro() {
        return avro;
    }

    public void topic(Topic topic) {
        List<PartitionInfo> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new PartitionInfo(topic.name(), partition, null, null, null))
                .toList();
        consumer.updatePartitions(topic.name(), partitions);
        partitions.forEach(info ->
                consumer.updateBeginningOffsets(Map.of(new TopicPartition(info.topic(), info.partition()), 0L)));
    }

    public void announce(FanOut fanOut, String sourceKey) {
        append(
                TOPICS.fanOuts(),
                RowPartitioner.ofSourceKey(sourceKey, TOPICS.partitions()),
                sourceKey,
                new FanOutCodec().write(fanOut));
    }

    public void record(RecordedOutcome outcome) {
        String row = outcome.write().row().text();
        append(
                TOPICS.outcomes(outcome.write().row().entity()),
                RowPartitioner.ofRowId(row, TOPICS.partitions()),
                row,
                new OutcomeCodec().write(outcome));
    }

    /** Something that a rebuild could not read. */
    void bury(int rebuild) {
        RecordHeaders headers = new RecordHeaders();
        DeadLetters.sign(headers, rebuild);
        append(TOPICS.deadLetters(), 0, "", new byte[] {1}, headers);
    }

    /** What somebody decides for the sinks. */
    public void decide(ControlEvent event) {
        append(TOPICS.control(), 0, "", new ControlCodec().write(event));
    }

    public void used(RequestUse use) {
        append(TOPICS.usage(), 0, use.key(), new RequestUseCodec().write(use));
    }

    public void fence(FenceEvent event) {
        append(TOPICS.fences(), 0, event.fenceId(), new FenceCodec().write(event));
    }

    /** Both stages read all there is. */
    public void goRound() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        log.forEach((partition, records) -> ends.put(partition, (long) records.size()));
        committed.put(TOPICS.transformApplication(), ends);
        committed.put(TOPICS.sinkGroup(), ends);
    }

    /** Transform has read a topic up to here. */
    public void transformRead(TopicPartition partition, long offset) {
        Map<TopicPartition, Long> more = new HashMap<>(committed.getOrDefault(TOPICS.transformApplication(), Map.of()));
        more.put(partition, offset);
        committed.put(TOPICS.transformApplication(), more);
    }

    /** What stands in the topics of an entity's writes. */
    void written(String entity, long end) {
        written(new TopicPartition(TOPICS.writes(entity).name(), 0), end);
    }

    /** Something stands in a topic that a ledger does not read. */
    public void written(TopicPartition partition, long end) {
        log.put(partition, new ArrayList<>(Collections.nCopies((int) end, null)));
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
        return committed.getOrDefault(group, Map.of());
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return partitions.stream().collect(Collectors.toMap(partition -> partition, partition ->
                (long) log.getOrDefault(partition, List.of()).size()));
    }

    @Override
    public Map<TopicPartition, Long> stableEnds(Collection<TopicPartition> partitions) {
        return ends(partitions);
    }

    private void append(Topic topic, int number, String key, GenericRecord value) {
        append(topic, number, key, avro.encode(topic.valueSubject(), value), new RecordHeaders());
    }

    private void append(Topic topic, int number, String key, byte[] value, RecordHeaders headers) {
        TopicPartition partition = new TopicPartition(topic.name(), number);
        List<ConsumerRecord<String, byte[]>> records = log.computeIfAbsent(partition, first -> new ArrayList<>());
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                topic.name(),
                number,
                records.size(),
                NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
        records.add(record);
        // Kafka's double takes nothing for whom does not read it.
        if (consumer.assignment().contains(partition)) {
            consumer.addRecord(record);
        }
    }
}
