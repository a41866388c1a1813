package org.dataferry.transform.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.state.EpochSweep;
import org.dataferry.transform.state.SourceState;

/**
 * Removes the rows that a new epoch of their table did not bring: they are gone from the source, however that escaped
 * the log.
 *
 * <p>A table is searched in steps, the first at its marker and the others between the changes that follow, as a
 * transaction that waits for millions of rows would be aborted and begun again for ever. How far a search has come is
 * kept in that transaction. A row that comes back meanwhile is of the new epoch and stays. The same marker again finds
 * nothing left to remove. A search is over once its last step is committed, so whoever sees none under way, after the
 * marker's offset was committed, can read all that it has written.
 */
final class EpochSweeps {

    /** Even if all of them are to be removed, a step takes far less than the timeout of a transaction. */
    static final int ROWS_PER_STEP = 1_000;

    /** Leaves most of the time to the changes that come meanwhile. */
    static final Duration PAUSE = Duration.ofMillis(20);

    private final ProcessorContext<?, ?> context;
    private final String migration;
    private final Intents intents;
    private final KeyValueStore<String, SourceState> sourceRows;
    private final KeyValueStore<String, String> sweeps;
    private boolean open = true;

    EpochSweeps(String migration, Intents intents, ProcessorContext<?, ?> context) {
        this.context = context;
        this.migration = migration;
        this.intents = intents;
        this.sourceRows = context.getStateStore(TransformStores.SOURCE_ROWS);
        this.sweeps = context.getStateStore(TransformStores.EPOCH_SWEEPS);
        context.schedule(PAUSE, PunctuationType.WALL_CLOCK_TIME, now -> goOn());
    }

    /** The epoch of this position is complete. */
    void begin(SourceTable table, SourcePosition position, long timestamp) {
        String underway = sweeps.get(TransformStores.tableKey(table));
        if (underway == null || EpochSweep.parse(underway).position().epoch() < position.epoch()) {
            if (step(table, new EpochSweep(position, timestamp, TransformStores.sourceRowPrefix(table)))) {
                // Committed with the offset of the marker.
                end(table);
            }
        }
    }

    private void goOn() {
        if (!open) {
            return;
        }
        List<KeyValue<String, String>> underway = new ArrayList<>();
        try (KeyValueIterator<String, String> all = sweeps.all()) {
            all.forEachRemaining(underway::add);
        }
        open = !underway.isEmpty();
        for (KeyValue<String, String> sweep : underway) {
            goOn(TransformStores.tableOf(sweep.key), EpochSweep.parse(sweep.value));
        }
    }

    /** Between two of its turns a task commits, where it has asked to. */
    private void goOn(SourceTable table, EpochSweep sweep) {
        String end = TransformStores.sourceRowEnd(table);
        if (sweep.next().equals(end)) {
            end(table);
        } else if (step(table, sweep)) {
            sweeps.put(TransformStores.tableKey(table), sweep.goneOnTo(end).text());
            context.commit();
        }
    }

    /** @return whether it was the last one */
    private boolean step(SourceTable table, EpochSweep sweep) {
        int looked = 0;
        try (KeyValueIterator<String, SourceState> rows =
                sourceRows.range(sweep.next(), TransformStores.sourceRowEnd(table))) {
            while (rows.hasNext()) {
                KeyValue<String, SourceState> row = rows.next();
                if (looked++ == ROWS_PER_STEP) {
                    sweeps.put(
                            TransformStores.tableKey(table),
                            sweep.goneOnTo(row.key).text());
                    open = true;
                    return false;
                }
                if (row.value.isPresentBefore(sweep.position().epoch())) {
                    remove(table, row.key, sweep);
                }
            }
        }
        return true;
    }

    private void end(SourceTable table) {
        sweeps.delete(TransformStores.tableKey(table));
    }

    private void remove(SourceTable table, String sourceRow, EpochSweep sweep) {
        SourceKey key = TransformStores.sourceKeyOf(table, sourceRow);
        sourceRows.put(sourceRow, new SourceState(sweep.position(), Optional.empty()));
        intents.announce(new ChangeId(migration, table, key, sweep.position()), Optional.empty(), sweep.timestamp());
    }
}
