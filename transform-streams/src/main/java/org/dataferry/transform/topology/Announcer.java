package org.dataferry.transform.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.state.RowState;

/**
 * Turns a change, once its source image is known, into its fan-out, its writes, and the outcomes of what is settled
 * here. The fan-out names a write per mapping that reads the table, also where nothing has to be sent.
 */
final class Announcer {

    private final Mappings mappings;
    private final Map<SourceTable, List<EntityMapping>> mappingsByTable;
    private final int unappliedImages;
    private final ProcessorContext<Object, Object> context;
    private final KeyValueStore<String, RowState> targetRows;

    Announcer(Mappings mappings, int unappliedImages, ProcessorContext<Object, Object> context) {
        this.mappings = mappings;
        this.mappingsByTable = mappings.byTable();
        this.unappliedImages = unappliedImages;
        this.context = context;
        this.targetRows = context.getStateStore(TransformStores.TARGET_ROWS);
    }

    void redelivered(ChangeId change, long timestamp) {
        forward(change.key().text(), new FanOut.Redelivered(change), timestamp, MigrationTopology.ANNOUNCE);
    }

    /** Announces the writes of a change and sends those that have to be sent; the others get their outcome. */
    void announce(ChangeId change, Optional<SourceRow> image, long timestamp) {
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
            case MappingResult.Mapped(var columns, var lookups, var state) -> {
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

    private void forward(String key, Object value, long timestamp, String sink) {
        context.forward(new Record<>(key, value, timestamp), sink);
    }
}
