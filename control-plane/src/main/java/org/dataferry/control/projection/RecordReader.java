package org.dataferry.control.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.DeadLetters;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.jspecify.annotations.Nullable;

/** Reads records of the migration's topics into a batch. */
final class RecordReader {

    private final MigrationTopics topics;
    private final TableNames names;
    private final LedgerTopics read;
    private final ConfluentAvro avro;
    private final TopicSerde<FanOut> fanOuts;
    private final TopicSerde<EntityWrite> entityWrites;
    private final TopicSerde<RecordedOutcome> recordedOutcomes;
    private final TopicSerde<Identity> identities;
    private final TopicSerde<FenceEvent> fences;
    private final TopicSerde<ControlEvent> decisions;

    /** @param names how the ledger names tables */
    RecordReader(MigrationTopics topics, ConfluentAvro avro, TableNames names) {
        this.topics = topics;
        this.names = names;
        this.read = new LedgerTopics(topics);
        this.avro = avro;
        this.fanOuts = new TopicSerde<>(avro, new FanOutCodec());
        this.entityWrites = new TopicSerde<>(avro, new EntityWriteCodec());
        this.recordedOutcomes = new TopicSerde<>(avro, new OutcomeCodec());
        this.identities = new TopicSerde<>(avro, new IdentityCodec());
        this.fences = new TopicSerde<>(avro, new FenceCodec());
        this.decisions = new TopicSerde<>(avro, new ControlCodec());
    }

    /** An empty one, to be filled. */
    Batch batch() {
        return new Batch(names);
    }

    /** The topics whose records it reads. */
    LedgerTopics topics() {
        return read;
    }

    /**
     * @param record of a topic that is read
     * @throws SchemasException if it is not what stands in such a topic, or the registry does not answer
     */
    void read(ConsumerRecord<String, byte[]> record, Batch batch) {
        String topic = record.topic();
        Place place = new Place(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
        if (topic.equals(topics.deadLetters().name())) {
            if (DeadLetters.rebuildOf(record.headers()) == topics.rebuild()) {
                batch.buried(DeadLetter.of(record), place);
            }
        } else if (topic.equals(topics.identities().name())) {
            batch.identified(RowId.parse(record.key()), decoded(identities, record));
        } else if (record.value() != null) {
            readValue(record, place, batch);
        }
    }

    private void readValue(ConsumerRecord<String, byte[]> record, Place place, Batch batch) {
        String topic = record.topic();
        if (read.isWrites(topic)) {
            batch.written(decoded(entityWrites, record), place);
        } else if (read.isOutcomes(topic)) {
            batch.recorded(decoded(recordedOutcomes, record), place);
        } else if (topic.equals(topics.fanOuts().name())) {
            batch.announced(decoded(fanOuts, record), place);
        } else if (topic.equals(topics.control().name())) {
            readDecision(decoded(decisions, record), place, batch);
        } else if (topic.equals(topics.fences().name())) {
            readFence(decoded(fences, record), place, batch);
        } else {
            topics.tableOf(topic).ifPresent(table -> readChange(table, record, place, batch));
        }
    }

    private void readDecision(ControlEvent event, Place place, Batch batch) {
        if (event instanceof WaiverEvent waiver && waiver.rebuild() == topics.rebuild()) {
            batch.decided(waiver, place);
        }
        if (event instanceof DeadLetterEvent letters) {
            batch.decided(letters, place);
        }
        if (!(event instanceof WaiverEvent.Waived waived) || waived.isLast()) {
            batch.decided(event, place);
        }
    }

    private void readFence(FenceEvent event, Place place, Batch batch) {
        switch (event) {
            case FenceEvent.Reached reached -> {
                switch (reached.kind()) {
                    case FENCE -> batch.reached(reached, place);
                    case HEARTBEAT -> {}
                }
            }
            case FenceEvent.Passed ignored -> {}
            case FenceEvent.Checked checked -> {
                if (checked.rebuild() == topics.rebuild()) {
                    batch.checked(checked, place);
                }
            }
        }
    }

    /** What is not a change, transform makes a dead letter of; it is told there. */
    private void readChange(SourceTable table, ConsumerRecord<String, byte[]> record, Place place, Batch batch) {
        Header header = record.headers().lastHeader(EnvelopeFields.POSITION_HEADER);
        if (header == null || record.key() == null) {
            return;
        }
        SourcePosition position;
        try {
            position = SourcePosition.parse(new String(header.value(), UTF_8));
        } catch (SchemasException unreadable) {
            return;
        }
        GenericRecord envelope = envelope(record.value());
        batch.captured(
                table,
                record.key(),
                position,
                envelope == null ? null : op(envelope),
                envelope == null ? null : committedAt(envelope),
                place);
    }

    private @Nullable GenericRecord envelope(byte[] value) {
        try {
            return avro.decode(value);
        } catch (UnreadableRecordException unreadable) {
            return null;
        }
    }

    private static @Nullable String op(GenericRecord envelope) {
        Object op = envelope.hasField(EnvelopeFields.OP) ? envelope.get(EnvelopeFields.OP) : null;
        return switch (String.valueOf(op)) {
            case "r", "c" -> "I";
            case "u" -> "U";
            case "d" -> "D";
            default -> null;
        };
    }

    private static @Nullable Instant committedAt(GenericRecord envelope) {
        Object source = envelope.hasField(EnvelopeFields.SOURCE) ? envelope.get(EnvelopeFields.SOURCE) : null;
        return source instanceof GenericRecord of
                        && of.hasField(EnvelopeFields.SOURCE_TS_MS)
                        && of.get(EnvelopeFields.SOURCE_TS_MS) instanceof Long millis
                ? Instant.ofEpochMilli(millis)
                : null;
    }

    private static <T> T decoded(TopicSerde<T> serde, ConsumerRecord<String, byte[]> record) {
        return serde.deserializer().deserialize(record.topic(), record.value());
    }
}
