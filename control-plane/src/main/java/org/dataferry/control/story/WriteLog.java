package org.dataferry.control.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.avro.BeforeImageCodec;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.settings.RecordLimits;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.write.EntityWrite;

/** The writes of a row, and what it held before the first, as they stand in Kafka. For any threads. */
public final class WriteLog {

    /** Old values are committed before the first request, so they stand between the first announcement and the first outcome. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** Of records that are looked through for old values. */
    private static final int MOST_LOOKED_THROUGH = 20_000;

    private static final Duration POLL = Duration.ofMillis(200);

    /** Clients count in milliseconds. */
    private static final Duration LEAST = Duration.ofMillis(1);

    private static final int FETCH_BYTES = 1 << 20;

    private final MigrationTopics topics;
    private final Properties client;
    private final TopicSerde<EntityWrite> entityWrites;
    private final TopicSerde<BeforeImage> beforeImages;
    private final Semaphore places;

    /**
     * @param client connection settings for any Kafka client
     * @param atOnce how many stories are read back at a time: each has a client of its own, and what it fetches in memory
     */
    public WriteLog(MigrationTopics topics, ConfluentAvro avro, Properties client, int atOnce) {
        this.topics = topics;
        this.client = new Properties();
        this.client.putAll(client);
        this.entityWrites = new TopicSerde<>(avro, new EntityWriteCodec());
        this.beforeImages = new TopicSerde<>(avro, new BeforeImageCodec());
        this.places = new Semaphore(atOnce, true);
    }

    /**
     * What was read of a row.
     *
     * @param writes by their offset
     * @param old in the order of the log
     * @param missing what could not be read, and why, in words
     */
    record Read(Map<Long, EntityWrite> writes, List<BeforeImage> old, List<String> missing) {}

    /**
     * Reads the newest of the writes whose columns are not known; a server that does not answer is told and not waited for.
     *
     * @param writes the newest first, as the ledger has them
     * @param known versions of whole rows whose columns are known
     */
    Read read(String rowId, ObjectNode row, List<ObjectNode> writes, Set<Long> known, RecordLimits limits) {
        List<Long> wanted = wanted(writes, known);
        List<Long> asked = wanted.subList(0, Math.min(wanted.size(), limits.readBack()));
        boolean isFound = !row.path("origin").asText("CREATED_BY_FERRY").equals("CREATED_BY_FERRY");
        List<String> missing = new ArrayList<>();
        if (asked.size() < wanted.size()) {
            missing.add("the columns of " + (wanted.size() - asked.size())
                    + " older writes; limits.records.readBack says of" + " how many they are read");
        }
        Map<Long, EntityWrite> read = new HashMap<>();
        List<BeforeImage> old = new ArrayList<>();
        if (!asked.isEmpty() || isFound) {
            long deadline = System.nanoTime() + limits.readBackTimeout().toNanos();
            if (takePlace(deadline)) {
                try (Consumer<String, byte[]> consumer = consumer(left(deadline))) {
                    read.putAll(writesAt(consumer, rowId, asked, deadline));
                    if (isFound) {
                        old.addAll(oldValues(consumer, rowId, writes, deadline));
                    }
                } catch (KafkaException | SchemasException away) {
                    missing.add("what Kafka has: " + away.getMessage());
                } finally {
                    places.release();
                }
            } else {
                missing.add("what Kafka has: as many stories as limits.records.readers are read back already");
            }
        }
        long left = asked.stream().filter(offset -> !read.containsKey(offset)).count();
        if (left > 0 && missing.isEmpty()) {
            missing.add("the columns of " + left + " writes, which Kafka has not any more, or not in time");
        }
        if (isFound && old.isEmpty()) {
            missing.add("what the row held before Ferry wrote it: none of it was kept, or it was not found in time");
        }
        return new Read(read, old, missing);
    }

    private boolean takePlace(long deadline) {
        try {
            return places.tryAcquire(left(deadline).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Long> wanted(List<ObjectNode> writes, Set<Long> known) {
        return writes.stream()
                .filter(write -> write.path("writeOffset").isNumber())
                .filter(write -> switch (write.path("action").asText()) {
                    case "UPSERT" -> !known.contains(write.path("version").asLong());
                    case "LOOKUP", "FILE" -> true;
                    default -> false;
                })
                .map(write -> write.path("writeOffset").asLong())
                .toList();
    }

    private Map<Long, EntityWrite> writesAt(
            Consumer<String, byte[]> consumer, String rowId, List<Long> offsets, long deadline) {
        Map<Long, EntityWrite> read = new HashMap<>();
        String topic = topics.writes(RowId.parse(rowId).entity()).name();
        if (offsets.isEmpty() || !isThere(consumer, topic, deadline)) {
            return read;
        }
        TopicPartition partition = new TopicPartition(topic, RowPartitioner.ofRowId(rowId, topics.partitions()));
        consumer.assign(List.of(partition));
        long beginning =
                consumer.beginningOffsets(List.of(partition), left(deadline)).get(partition);
        for (long offset : offsets) {
            if (offset >= beginning && System.nanoTime() < deadline) {
                consumer.seek(partition, offset);
                for (ConsumerRecord<String, byte[]> record : polled(consumer, deadline)) {
                    if (record.offset() == offset && rowId.equals(record.key()) && record.value() != null) {
                        read.put(offset, entityWrites.deserializer().deserialize(topic, record.value()));
                    }
                }
            }
        }
        return read;
    }

    private List<BeforeImage> oldValues(
            Consumer<String, byte[]> consumer, String rowId, List<ObjectNode> writes, long deadline) {
        List<BeforeImage> old = new ArrayList<>();
        String topic = topics.beforeImages(RowId.parse(rowId).entity()).name();
        Optional<Instant> first = earliest(writes, "at");
        if (first.isEmpty() || !isThere(consumer, topic, deadline)) {
            return old;
        }
        TopicPartition partition = new TopicPartition(topic, RowPartitioner.ofRowId(rowId, topics.partitions()));
        consumer.assign(List.of(partition));
        var from = consumer.offsetsForTimes(
                        Map.of(partition, first.get().minus(CLOCKS_DIFFER).toEpochMilli()), left(deadline))
                .get(partition);
        long end = consumer.endOffsets(List.of(partition), left(deadline)).get(partition);
        if (from == null) {
            return old;
        }
        consumer.seek(partition, from.offset());
        int looked = 0;
        while (System.nanoTime() < deadline
                && looked < MOST_LOOKED_THROUGH
                && consumer.position(partition, left(deadline)) < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                looked++;
                if (rowId.equals(record.key()) && record.value() != null) {
                    old.add(beforeImages.deserializer().deserialize(topic, record.value()));
                }
            }
            // Read again after the first only where a sink died between; the first that has a column counts.
            if (!old.isEmpty()) {
                return old;
            }
        }
        return old;
    }

    private static Optional<Instant> earliest(List<ObjectNode> writes, String field) {
        return writes.stream()
                .map(write -> write.path(field))
                .flatMap(at -> RowStory.instant(at).stream())
                .min(Instant::compareTo);
    }

    private static boolean isThere(Consumer<String, byte[]> consumer, String topic, long deadline) {
        return consumer.listTopics(left(deadline)).containsKey(topic);
    }

    /** Of the time for the whole story. */
    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(LEAST.toNanos(), deadline - System.nanoTime()));
    }

    /** The next records, or none if they do not come in time. */
    private static Iterable<ConsumerRecord<String, byte[]>> polled(Consumer<String, byte[]> consumer, long deadline) {
        while (System.nanoTime() < deadline) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                return records;
            }
        }
        return List.of();
    }

    private Consumer<String, byte[]> consumer(Duration timeout) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
