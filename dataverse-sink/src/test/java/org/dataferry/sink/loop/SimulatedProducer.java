package org.dataferry.sink.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.schemas.testing.InMemoryLog;

/** Writes transactions to a log in memory. */
final class SimulatedProducer extends MockProducer<String, byte[]> {

    private final InMemoryLog log;
    private final String group;
    private final SimulatedChance chance;
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

    SimulatedProducer(InMemoryLog log, String group, SimulatedChance chance) {
        super(true, null, new StringSerializer(), new ByteArraySerializer());
        this.log = log;
        this.group = group;
        this.chance = chance;
    }

    @Override
    public void beginTransaction() {
        records.clear();
        offsets.clear();
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        records.add(new ProducerRecord<>(
                record.topic(), record.partition(), record.key().getBytes(UTF_8), record.value()));
        return new CompletableFuture<>();
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> sent, ConsumerGroupMetadata consumer) {
        if (chance.oneIn(60)) {
            throw new CommitFailedException("the group is being rebalanced");
        }
        offsets.putAll(sent);
    }

    @Override
    public void commitTransaction() {
        log.commit(records, group, offsets);
        if (chance.oneIn(80)) {
            throw new SimulatedSink.Killed();
        }
    }

    @Override
    public void abortTransaction() {
        log.abort(records);
    }

    @Override
    public void close(Duration timeout) {}
}
