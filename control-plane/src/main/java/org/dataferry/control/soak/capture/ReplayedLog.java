package org.dataferry.control.soak.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;

/**
 * One table as the log tells it from its beginning: the last image of each row, absent columns filled from the one before. What
 * comes again is known by its position; the end of an epoch takes away the rows that it did not bring.
 */
final class ReplayedLog {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<SourceKey, SourceRow> rows = new HashMap<>();
    private final Map<SourceKey, SourcePosition> positions = new HashMap<>();
    private final Map<SourceKey, Integer> partitions = new HashMap<>();
    private final List<Oddity> oddities = new ArrayList<>();
    private int snapshot;
    private int newest;
    private long changes;
    private long again;

    /** @param epoch that the change is in */
    private record Oddity(int epoch, String text) {}

    private ReplayedLog() {}

    static ReplayedLog read(MigrationTopics topics, SourceTable table, Properties client, ConfluentAvro avro) {
        ReplayedLog log = new ReplayedLog();
        EnvelopeReader reader = new EnvelopeReader(topics.migration(), avro);
        Topic topic = topics.changes(table);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int partition = 0; partition < topic.partitions(); partition++) {
                all.add(new TopicPartition(topic.name(), partition));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    log.take(reader.read(table, record.key(), record.value(), record.headers()), record.partition());
                }
            }
        }
        return log;
    }

    private void take(EnvelopeReader.Content content, int partition) {
        switch (content) {
            case EnvelopeReader.Content.Event(ChangeEvent event) -> take(event, partition);
            case EnvelopeReader.Content.EpochComplete(SourceTable ignored, SourcePosition position) -> {
                snapshot = snapshot == 0 ? position.epoch() : Math.min(snapshot, position.epoch());
                newest = Math.max(newest, position.epoch());
                rows.keySet()
                        .removeIf(key ->
                                partition == partitions.getOrDefault(key, -1) && position.epoch() > epochOf(key));
            }
            case EnvelopeReader.Content.Tombstone ignored -> {}
        }
    }

    private int epochOf(SourceKey key) {
        SourcePosition last = positions.get(key);
        return last == null ? 0 : last.epoch();
    }

    private void take(ChangeEvent event, int partition) {
        SourceKey key = event.id().key();
        SourcePosition last = positions.get(key);
        changes++;
        if (last != null && event.id().position().compareTo(last) <= 0) {
            again++;
            return;
        }
        if (last != null && partition != partitions.getOrDefault(key, partition)) {
            oddities.add(new Oddity(Integer.MAX_VALUE, key.text() + " is in two partitions"));
        }
        positions.put(key, event.id().position());
        partitions.put(key, partition);
        switch (event) {
            case ChangeEvent.Snapshotted snapshotted -> rows.put(key, snapshotted.after());
            case ChangeEvent.Inserted inserted -> rows.put(key, inserted.after());
            case ChangeEvent.Updated updated -> {
                SourceRow before = rows.get(key);
                if (before == null) {
                    oddities.add(unknown("update", event));
                }
                rows.put(key, before == null ? updated.after() : updated.after().filledFrom(before));
            }
            case ChangeEvent.Deleted ignored -> {
                if (rows.remove(key) == null) {
                    oddities.add(unknown("delete", event));
                }
            }
        }
    }

    Map<SourceKey, SourceRow> rows() {
        return rows;
    }

    long changes() {
        return changes;
    }

    /** Those that came more than once. */
    long again() {
        return again;
    }

    private static Oddity unknown(String what, ChangeEvent event) {
        return new Oddity(
                event.id().position().epoch(),
                what + " of a row that the log has not, " + event.id().text());
    }

    /**
     * What cannot be if every change is there once and in order. TRUNCATE is seen by transactions that began before it
     * (PostgreSQL documentation, "Caveats" of MVCC): one between the snapshot's point and its reading of the table leaves nothing
     * to be read, and changes up to it are of rows that the log never had. It empties the table, so these changes tell nothing.
     */
    List<String> oddities() {
        return oddities.stream()
                .filter(oddity -> oddity.epoch() > snapshot || snapshot == newest)
                .map(Oddity::text)
                .toList();
    }

    /** For people. */
    static String text(SourceRow row) {
        return new TreeMap<>(row.columns()).toString();
    }
}
