package org.dataferry.transform.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.SourceState;
import org.jspecify.annotations.Nullable;

/**
 * One change in; its fan-out, its writes, and the outcomes of what is settled here out, all in one transaction.
 *
 * <ol>
 *   <li>Every change causes exactly one fan-out record. It names a write per mapping that reads the table, also where
 *       nothing has to be sent: then the write's outcome says why.
 *   <li>A change delivered again causes a fan-out that says so, and nothing else.
 *   <li>What cannot be read goes to the dead letters as it came.
 * </ol>
 */
final class ChangeProcessor implements Processor<String, byte[], String, Object> {

    private final MigrationTopics topics;
    private final Mappings mappings;
    private final Map<SourceTable, List<EntityMapping>> mappingsByTable;
    private final EnvelopeReader envelopes;
    private final int unappliedImages;

    private ProcessorContext<String, Object> context;
    private KeyValueStore<String, SourceState> sourceRows;
    private KeyValueStore<String, RowState> targetRows;

    ChangeProcessor(MigrationTopics topics, Mappings mappings, EnvelopeReader envelopes, int unappliedImages) {
        this.topics = topics;
        this.mappings = mappings;
        this.mappingsByTable = mappings.byTable();
        this.envelopes = envelopes;
        this.unappliedImages = unappliedImages;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        this.sourceRows = context.getStateStore(TransformStores.SOURCE_ROWS);
        this.targetRows = context.getStateStore(TransformStores.TARGET_ROWS);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record read from a topic has an origin"));
        SourceTable table = topics.tableOf(origin.topic())
                .orElseThrow(() -> new IllegalStateException(origin.topic() + " is not a topic of changes"));
        try {
            switch (envelopes.read(table, record.key(), record.value(), record.headers())) {
                case EnvelopeReader.Content.Event(ChangeEvent event) -> map(event, record.timestamp());
                case EnvelopeReader.Content.EpochComplete(SourceTable of, SourcePosition position) ->
                    removeUnseen(of, position, record.timestamp());
                case EnvelopeReader.Content.Tombstone ignored -> {}
            }
        } catch (UnreadableRecordException unreadable) {
            bury(record, origin, unreadable);
        }
    }

    private void map(ChangeEvent event, long timestamp) {
        ChangeId change = event.id();
        String storeKey = TransformStores.sourceRowKey(change.table(), change.key());
        SourceState before = sourceRows.get(storeKey);
        if (before != null && before.hasSeen(change.position())) {
            forward(change.key().text(), new FanOut.Redelivered(change), timestamp, MigrationTopology.ANNOUNCE);
            return;
        }
        Optional<SourceRow> image = image(event, before);
        sourceRows.put(storeKey, new SourceState(change.position(), image));
        announce(change, image, timestamp);
    }

    /**
     * A new epoch of the table is complete here: what it did not bring is gone from the source, however that escaped
     * the log.
     */
    private void removeUnseen(SourceTable table, SourcePosition position, long timestamp) {
        List<SourceKey> unseen = new ArrayList<>();
        String prefix = TransformStores.sourceRowPrefix(table);
        try (KeyValueIterator<String, SourceState> rows =
                sourceRows.prefixScan(prefix, new org.apache.kafka.common.serialization.StringSerializer())) {
            rows.forEachRemaining(row -> {
                boolean older = row.value.position().epoch() < position.epoch();
                if (older && row.value.image().isPresent()) {
                    unseen.add(TransformStores.sourceKeyOf(table, row.key));
                }
            });
        }
        for (SourceKey key : unseen) {
            ChangeId change = new ChangeId(topics.migration(), table, key, position);
            sourceRows.put(TransformStores.sourceRowKey(table, key), new SourceState(position, Optional.empty()));
            announce(change, Optional.empty(), timestamp);
        }
    }

    private void announce(ChangeId change, Optional<SourceRow> image, long timestamp) {
        Cause cause = new Cause.OfChange(change);
        List<WriteId> announced = new ArrayList<>();
        for (EntityMapping mapping : mappingsByTable.getOrDefault(change.table(), List.of())) {
            RowId row = new RowId.OfSource(mapping.entity(), change.table(), change.key(), mapping.discriminator());
            WriteId write = new WriteId(cause, row, Part.ROW);
            announced.add(write);
            write(write, mapping, image, timestamp);
        }
        forward(change.key().text(), new FanOut.Announced(change, announced), timestamp, MigrationTopology.ANNOUNCE);
    }

    private void write(WriteId write, EntityMapping mapping, Optional<SourceRow> image, long timestamp) {
        if (image.isEmpty()) {
            remove(write, Outcome.SkipReason.NO_CHANGE, timestamp);
            return;
        }
        switch (mapping.map(image.get())) {
            case MappingResult.Mapped(var columns) -> {
                RowState.Step step = state(write.row()).upsert(columns, unappliedImages);
                emit(write, step, Outcome.SkipReason.NO_CHANGE, timestamp);
            }
            case MappingResult.Filtered ignored -> remove(write, Outcome.SkipReason.FILTERED, timestamp);
            case MappingResult.Refused(var reason, String detail) ->
                settle(write, new Outcome.Rejected(reason, detail), timestamp);
        }
    }

    private void remove(WriteId write, Outcome.SkipReason otherwise, long timestamp) {
        emit(write, state(write.row()).remove(unappliedImages), otherwise, timestamp);
    }

    private void emit(WriteId write, RowState.Step step, Outcome.SkipReason otherwise, long timestamp) {
        switch (step) {
            case RowState.Step.Unchanged ignored -> settle(write, new Outcome.Skipped(otherwise), timestamp);
            case RowState.Step.Upsert upsert -> {
                targetRows.put(write.row().text(), upsert.after());
                send(
                        new EntityWrite.UpsertRow(
                                write,
                                upsert.version(),
                                upsert.basedOn(),
                                upsert.columns(),
                                Map.of(),
                                upsert.changed(),
                                mappings.version()),
                        timestamp);
            }
            case RowState.Step.Remove remove -> {
                targetRows.put(write.row().text(), remove.after());
                send(new EntityWrite.DeleteRow(write, remove.version(), mappings.version()), timestamp);
            }
        }
    }

    private RowState state(RowId row) {
        RowState state = targetRows.get(row.text());
        return state == null ? RowState.NEW : state;
    }

    private void send(EntityWrite write, long timestamp) {
        forward(write.row().text(), write, timestamp, MigrationTopology.WRITE);
    }

    private void settle(WriteId write, Outcome outcome, long timestamp) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        forward(
                write.row().text(),
                new RecordedOutcome(write, 0, outcome, RecordedOutcome.Stage.TRANSFORM, now),
                timestamp,
                MigrationTopology.RECORD);
    }

    private void bury(Record<String, byte[]> record, RecordMetadata origin, UnreadableRecordException why) {
        Record<String, Object> letter =
                new Record<>(record.key(), record.value(), record.timestamp(), record.headers());
        letter.headers()
                .add("ferry-stage", "transform-streams".getBytes(UTF_8))
                .add("ferry-reason", String.valueOf(why.getMessage()).getBytes(UTF_8))
                .add("ferry-topic", origin.topic().getBytes(UTF_8))
                .add("ferry-partition", Integer.toString(origin.partition()).getBytes(UTF_8))
                .add("ferry-offset", Long.toString(origin.offset()).getBytes(UTF_8));
        context.forward(letter, MigrationTopology.BURY);
    }

    private void forward(String key, Object value, long timestamp, String sink) {
        context.forward(new Record<>(key, value, timestamp), sink);
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
