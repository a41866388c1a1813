package org.dataferry.control.preview;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;

/** The topics of changes. */
record KafkaChangeLog(MigrationTopics topics, EnvelopeReader envelopes, TopicCursor cursor) implements ChangeLog {

    @Override
    public Optional<ChangeEvent> at(SourceTable table, int partition, long offset) {
        Optional<ConsumerRecord<String, byte[]>> record =
                cursor.recordAt(new TopicPartition(topics.changes(table).name(), partition), offset);
        try {
            return record.map(found -> envelopes.read(table, found.key(), found.value(), found.headers()))
                    .flatMap(KafkaChangeLog::event);
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<ChangeEvent> event(EnvelopeReader.Content content) {
        return switch (content) {
            case EnvelopeReader.Content.Event(ChangeEvent event) -> Optional.of(event);
            case EnvelopeReader.Content.EpochComplete ignored -> Optional.empty();
            case EnvelopeReader.Content.Tombstone ignored -> Optional.empty();
        };
    }
}
