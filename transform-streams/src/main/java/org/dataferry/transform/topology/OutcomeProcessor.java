package org.dataferry.transform.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.Part;
import org.dataferry.transform.state.RowState;

/**
 * Keeps what the target is known to have in step with what the sink records. Outcomes of a row come in the order of its
 * versions; one that comes late or again changes nothing.
 */
final class OutcomeProcessor implements Processor<String, RecordedOutcome, Void, Void> {

    private KeyValueStore<String, RowState> targetRows;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        targetRows = context.getStateStore(TransformStores.TARGET_ROWS);
    }

    @Override
    public void process(Record<String, RecordedOutcome> record) {
        RecordedOutcome recorded = record.value();
        if (recorded == null) {
            return;
        }
        boolean ownWord = recorded.stage() == RecordedOutcome.Stage.TRANSFORM;
        if (ownWord || recorded.write().part() != Part.ROW) {
            return;
        }
        RowState known = targetRows.get(record.key());
        RowState before = known == null ? RowState.NEW : known;
        RowState after = after(before, recorded);
        if (!after.equals(before)) {
            targetRows.put(record.key(), after);
        }
    }

    private static RowState after(RowState before, RecordedOutcome recorded) {
        return switch (recorded.outcome()) {
            case Outcome.Applied ignored -> before.applied(recorded.version());
            case Outcome.AlreadyApplied ignored -> before.applied(recorded.version());
            case Outcome.Skipped ignored -> before.dropped(recorded.version());
            case Outcome.Rejected ignored -> before.dropped(recorded.version());
            case Outcome.Open ignored -> before;
        };
    }
}
