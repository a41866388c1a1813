package org.dataferry.acceptance.read;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The committed records of a migration's topics, read by a plain consumer. */
public final class MigrationLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String migration;
    private final AvroByRegistry avro;
    private final KafkaConsumer<String, byte[]> consumer;

    public MigrationLog(String bootstrapServers, URI registry, String migration) {
        this.migration = migration;
        this.avro = new AvroByRegistry(registry);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The names of the migration's topics without the migration's own. */
    public SortedSet<String> topics() {
        SortedSet<String> topics = new TreeSet<>();
        for (String topic : consumer.listTopics().keySet()) {
            if (topic.startsWith(migration + ".")) {
                topics.add(topic.substring(migration.length() + 1));
            }
        }
        return topics;
    }

    /** The changes of a table of the schema public, in the order of each partition. */
    public List<ConsumerRecord<String, byte[]>> changes(String source, String table) {
        return read(topic -> topic.equals("changes." + source + ".public." + table));
    }

    /** All records of the topics that are chosen by their name without the migration's, to their present end. */
    public List<ConsumerRecord<String, byte[]>> read(Predicate<String> choice) {
        List<TopicPartition> partitions = topics().stream()
                .filter(choice)
                .flatMap(topic -> consumer.partitionsFor(migration + "." + topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the topics could not be read within " + PATIENCE + ": " + ends);
            }
            consumer.poll(POLL).forEach(records::add);
        }
        return records;
    }

    public GenericRecord decode(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        return avro.read(record.value());
    }

    public AvroByRegistry avro() {
        return avro;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
