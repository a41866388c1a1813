package org.dataferry.transform.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.DeadLetters;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.state.SourceState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change in; what the rows and links of the target are to be out.
 *
 * <ol>
 *   <li>Every change causes exactly one intent, with a write per mapping that reads the table, also where nothing has to
 *       be sent; it is announced in the same transaction.
 *   <li>A change delivered again causes a fan-out that says so, and nothing else.
 *   <li>What cannot be read goes to the dead letters as it came. Only reading is guarded so: a fault of our own stops
 *       the task, and the change is not passed over.
 *   <li>Where the history is looked at up to a point, what comes after that is read and passed over, so that the end of the
 *       log is reached as ever.
 * </ol>
 */
final class ChangeProcessor implements Processor<byte[], byte[], Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeProcessor.class);

    private final MigrationTopics topics;
    private final Mappings mappings;
    private final EnvelopeReader envelopes;
    private final ThreadLocal<CommitPace> paces;
    private final AsOf asOf;
    private final Map<String, Optional<SourceTable>> tablesByTopic = new HashMap<>();

    private ProcessorContext<Object, Object> context;
    private KeyValueStore<String, SourceState> sourceRows;
    private Intents intents;
    private EpochSweeps sweeps;
    private CommitPace pace;

    ChangeProcessor(
            MigrationTopics topics,
            Mappings mappings,
            EnvelopeReader envelopes,
            ThreadLocal<CommitPace> paces,
            AsOf asOf) {
        this.topics = topics;
        this.mappings = mappings;
        this.envelopes = envelopes;
        this.paces = paces;
        this.asOf = asOf;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
        this.sourceRows = context.getStateStore(TransformStores.SOURCE_ROWS);
        this.intents = new Intents(mappings, context);
        this.sweeps = new EpochSweeps(topics.migration(), intents, context);
        this.pace = paces.get();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        pace.used();
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record read from a topic has an origin"));
        read(record, origin).ifPresent(content -> {
            switch (content) {
                case EnvelopeReader.Content.Event(ChangeEvent event) -> {
                    if (asOf.includes(event.id().position(), event.committedAt())) {
                        take(event, record, origin);
                    }
                }
                case EnvelopeReader.Content.EpochComplete(var table, var position) -> {
                    if (asOf.includes(position, Instant.ofEpochMilli(record.timestamp()))) {
                        sweeps.begin(table, position, record.timestamp());
                    }
                }
                case EnvelopeReader.Content.Tombstone ignored -> {}
            }
        });
    }

    private Optional<EnvelopeReader.Content> read(Record<byte[], byte[]> record, RecordMetadata origin) {
        Optional<SourceTable> table = tablesByTopic.computeIfAbsent(origin.topic(), topics::tableOf);
        if (table.isEmpty()) {
            bury(record, origin, "the topic is not that of a table");
            return Optional.empty();
        }
        try {
            String key = text(record.key());
            return Optional.of(envelopes.read(table.get(), key, record.value(), record.headers()));
        } catch (UnreadableRecordException unreadable) {
            bury(record, origin, String.valueOf(unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private void take(ChangeEvent event, Record<byte[], byte[]> record, RecordMetadata origin) {
        ChangeId change = event.id();
        String sourceRow = TransformStores.sourceRowKey(change.table(), change.key());
        SourceState before = sourceRows.get(sourceRow);
        if (before != null && !before.canTell(change.position())) {
            bury(
                    record,
                    origin,
                    "its epoch is that of a log and of dumps: "
                            + change.position().text() + " and "
                            + before.position().text());
        } else if (before != null && before.hasSeen(change.position())) {
            intents.redelivered(change, record.timestamp());
        } else if (leavesAKeyTakenOver(event, before)) {
            sourceRows.put(sourceRow, new SourceState(change.position(), before.image()));
            intents.announceVoid(change, record.timestamp());
        } else {
            Optional<SourceRow> image = image(event, before);
            boolean displacing = event instanceof ChangeEvent.Inserted
                    && before != null
                    && before.image().isPresent()
                    && !before.isSameTransaction(change.position());
            sourceRows.put(sourceRow, new SourceState(change.position(), image, displacing));
            intents.announce(change, image, record.timestamp());
        }
    }

    /**
     * Two rows that swap their keys in one transaction come as: one leaves its key and comes under the other's, then the
     * other leaves that key, which is taken by then, and comes under the first. That second leaving is of the row of old.
     */
    private static boolean leavesAKeyTakenOver(ChangeEvent event, @Nullable SourceState before) {
        return event instanceof ChangeEvent.Deleted
                && before != null
                && before.displacing()
                && before.isSameTransaction(event.id().position());
    }

    private void bury(Record<byte[], byte[]> record, RecordMetadata origin, String reason) {
        Record<Object, Object> letter =
                new Record<>(record.key(), record.value(), record.timestamp(), record.headers());
        DeadLetters.describe(
                letter.headers(), "transform-streams", reason, origin.topic(), origin.partition(), origin.offset());
        DeadLetters.sign(letter.headers(), topics.rebuild());
        context.forward(letter, MigrationTopology.BURY);
        LOG.warn(
                "Record is unreadable and was put to the dead letters topic={} partition={} offset={} reason={}",
                origin.topic(),
                origin.partition(),
                origin.offset(),
                reason);
    }

    private static @Nullable String text(byte @Nullable [] key) {
        try {
            return key == null
                    ? null
                    : UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
        } catch (CharacterCodingException broken) {
            throw new UnreadableRecordException("its key is not UTF-8", broken);
        }
    }

    private static Optional<SourceRow> image(ChangeEvent event, @Nullable SourceState before) {
        return switch (event) {
            case ChangeEvent.Snapshotted(var id, var at, SourceRow after) -> Optional.of(filled(after, before));
            case ChangeEvent.Inserted(var id, var at, SourceRow after) -> Optional.of(after);
            case ChangeEvent.Updated(var id, var at, var old, SourceRow after) -> Optional.of(filled(after, before));
            case ChangeEvent.Deleted ignored -> Optional.empty();
        };
    }

    private static SourceRow filled(SourceRow after, @Nullable SourceState before) {
        return before == null ? after : before.image().map(after::filledFrom).orElse(after);
    }
}
