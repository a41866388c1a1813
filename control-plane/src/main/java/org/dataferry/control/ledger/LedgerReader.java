package org.dataferry.control.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.jspecify.annotations.Nullable;

/** Reads a migration's topics into a {@link MigrationLedger}, each time from where it stopped. For one thread. */
public final class LedgerReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final Consumer<String, byte[]> consumer;
    private final Duration timeout;
    private final MigrationLedger ledger = new MigrationLedger();
    private final Map<String, FenceEvent.Reached> fences = new HashMap<>();
    private FenceEvent.@Nullable Reached lastHeartbeat;
    private final FanOutCodec fanOuts = new FanOutCodec();
    private final OutcomeCodec outcomes = new OutcomeCodec();
    private final IdentityCodec identities = new IdentityCodec();
    private final FenceCodec fenceEvents = new FenceCodec();

    /** @param timeout without any progress, after which reading is given up */
    public LedgerReader(MigrationTopics topics, ConfluentAvro avro, Properties client, Duration timeout) {
        this.topics = topics;
        this.avro = avro;
        this.timeout = timeout;
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        this.consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public MigrationLedger ledger() {
        return ledger;
    }

    /** The fence of this id, once capture has reached it. */
    public java.util.Optional<FenceEvent.Reached> fence(String id) {
        return java.util.Optional.ofNullable(fences.get(id));
    }

    public java.util.Optional<FenceEvent.Reached> lastHeartbeat() {
        return java.util.Optional.ofNullable(lastHeartbeat);
    }

    /** Reads to the end as it is at the time of the call. Topics that appear between calls are read from then on. */
    public void catchUp() {
        assignAll();
        Set<TopicPartition> partitions = consumer.assignment();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!reached(partitions, ends)) {
            int read = 0;
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                read(record);
                read++;
            }
            if (read > 0) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new ControlException("the migration's topics could not be read to their end: nothing came for "
                        + timeout + ". Is Kafka up?");
            }
        }
    }

    /** Whether the migration has no identities yet, so that what the target has is to be read from there. */
    public boolean isBeginning() {
        TopicPartition identities = new TopicPartition(topics.identities().name(), 0);
        return consumer.endOffsets(List.of(identities)).get(identities) == 0;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void assignAll() {
        List<TopicPartition> wanted = new ArrayList<>();
        for (Map.Entry<String, List<PartitionInfo>> topic :
                consumer.listTopics().entrySet()) {
            if (isRead(topic.getKey())) {
                topic.getValue().forEach(info -> wanted.add(new TopicPartition(info.topic(), info.partition())));
            }
        }
        Map<TopicPartition, Long> positions = new HashMap<>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        consumer.assign(wanted);
        wanted.forEach(partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
    }

    private boolean isRead(String topic) {
        String ofRebuild = topics.migration() + ".g" + topics.rebuild() + ".";
        return topics.tableOf(topic).isPresent()
                || topic.equals(topics.fences().name())
                || topic.equals(topics.fanOuts().name())
                || topic.equals(topics.identities().name())
                || topic.startsWith(ofRebuild + "outcomes.");
    }

    private boolean reached(Collection<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        String topic = record.topic();
        if (record.value() == null) {
            return;
        }
        if (topic.equals(topics.fanOuts().name())) {
            ledger.announced(
                    fanOuts.read(avro.decode(record.value(), fanOuts.schema())),
                    Instant.ofEpochMilli(record.timestamp()));
        } else if (topic.equals(topics.identities().name())) {
            ledger.identified(
                    RowId.parse(record.key()), identities.read(avro.decode(record.value(), identities.schema())));
        } else if (topic.equals(topics.fences().name())) {
            read(fenceEvents.read(avro.decode(record.value(), fenceEvents.schema())));
        } else {
            topics.tableOf(topic)
                    .ifPresentOrElse(
                            table -> readChange(table, record),
                            () -> ledger.recorded(outcomes.read(avro.decode(record.value(), outcomes.schema()))));
        }
    }

    private void readChange(SourceTable table, ConsumerRecord<String, byte[]> record) {
        Header position = record.headers().lastHeader(EnvelopeFields.POSITION_HEADER);
        if (position != null) {
            ledger.captured(table, record.key(), SourcePosition.parse(new String(position.value(), UTF_8)));
        }
    }

    private void read(FenceEvent event) {
        switch (event) {
            case FenceEvent.Reached reached when reached.kind() == FenceEvent.Kind.HEARTBEAT -> lastHeartbeat = reached;
            case FenceEvent.Reached reached -> fences.put(reached.fenceId(), reached);
            case FenceEvent.Passed ignored -> {}
        }
    }
}
