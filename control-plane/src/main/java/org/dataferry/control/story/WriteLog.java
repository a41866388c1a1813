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
import org.dataferry.schemas.words.Counted;
import org.dataferry.schemas.write.EntityWrite;

/** The writes of a row, and what it held before the first, as they stand in Kafka. For any threads. */
public final class WriteLog {

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /**
     * How long before the first outcome old values are looked for. They are committed before the request, which is answered
     * within moments; seldom it is tried again for long.
     */
    private static final List<Duration> LOOKS_BACK = List.of(CLOCKS_DIFFER, Duration.ofHours(1));

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
     * @param told empty if the sink has told nothing of the row yet, so that it is as it was
     * @param known versions of whole rows whose columns are known
     */
    Read read(
            String rowId,
            ObjectNode row,
            List<ObjectNode> writes,
            Optional<SinkOutcomes> told,
            Set<Long> known,
            RecordLimits limits) {
        List<Long> wanted = wanted(writes, known);
        List<Long> asked = wanted.subList(0, Math.min(wanted.size(), limits.readBack()));
        Optional<SinkOutcomes> changedSince = told.filter(
                any -> !row.path("origin").asText("CREATED_BY_FERRY").equals("CREATED_BY_FERRY"));
        List<String> missing = new ArrayList<>();
        if (asked.size() < wanted.size()) {
            missing.add("the columns of " + Counted.of(wanted.size() - asked.size(), "older write")
                    + "; limits.records.readBack says of how many they are read");
        }
        Map<Long, EntityWrite> read = new HashMap<>();
        Old old = new Old(List.of(), false);
        if (!asked.isEmpty() || changedSince.isPresent()) {
            long deadline = System.nanoTime() + limits.readBackTimeout().toNanos();
            if (takePlace(deadline)) {
                try (Consumer<String, byte[]> consumer = consumer(left(deadline))) {
                    read.putAll(writesAt(consumer, rowId, asked, deadline));
                    if (changedSince.isPresent()) {
                        old = oldValues(consumer, rowId, changedSince.get(), deadline);
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
            missing.add(
                    "the columns of " + Counted.of(left, "write") + ", which Kafka has not any more, or not in time");
        }
        if (changedSince.isPresent() && old.images().isEmpty()) {
            missing.add("what the row held before Ferry wrote it: "
                    + (old.isWhole() ? "none of it was kept" : "it was not found in time"));
        }
        return new Read(read, old.images(), missing);
    }

    /** @param isWhole whether all was looked through where they can stand */
    private record Old(List<BeforeImage> images, boolean isWhole) {}

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

    private Old oldValues(Consumer<String, byte[]> consumer, String rowId, SinkOutcomes told, long deadline) {
        String topic = topics.beforeImages(RowId.parse(rowId).entity()).name();
        if (!isThere(consumer, topic, deadline)) {
            return new Old(List.of(), true);
        }
        TopicPartition partition = new TopicPartition(topic, RowPartitioner.ofRowId(rowId, topics.partitions()));
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), left(deadline)).get(partition);
        long until = told.applied()
                .map(applied -> offsetAt(consumer, partition, applied.plus(CLOCKS_DIFFER), end, deadline))
                .orElse(end);
        int looked = 0;
        for (Duration before : LOOKS_BACK) {
            long from =
                    Math.min(until, offsetAt(consumer, partition, told.first().minus(before), end, deadline));
            consumer.seek(partition, from);
            while (consumer.position(partition, left(deadline)) < until) {
                if (looked >= MOST_LOOKED_THROUGH || System.nanoTime() >= deadline) {
                    return new Old(List.of(), false);
                }
                List<BeforeImage> old = new ArrayList<>();
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    looked++;
                    if (rowId.equals(record.key()) && record.value() != null) {
                        old.add(beforeImages.deserializer().deserialize(topic, record.value()));
                    }
                }
                // Read again after the first only where a sink died between; the first that has a column counts.
                if (!old.isEmpty()) {
                    return new Old(old, true);
                }
            }
            until = from;
        }
        return new Old(List.of(), true);
    }

    private static long offsetAt(
            Consumer<String, byte[]> consumer, TopicPartition partition, Instant at, long end, long deadline) {
        var found = consumer.offsetsForTimes(Map.of(partition, at.toEpochMilli()), left(deadline))
                .get(partition);
        return found == null ? end : Math.min(end, found.offset());
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
