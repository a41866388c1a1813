package org.dataferry.transform.topology;

import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.write.Cause;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.state.SourceState;

/** Sends the latest image of a source row through the mapping again, in the task that sees its changes too. */
final class ReplayProcessor implements Processor<String, ReplayCommand, Object, Object> {

    private final Mappings mappings;
    private KeyValueStore<String, SourceState> sourceRows;
    private Intents intents;

    ReplayProcessor(Mappings mappings) {
        this.mappings = mappings;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        sourceRows = context.getStateStore(TransformStores.SOURCE_ROWS);
        intents = new Intents(mappings, context);
    }

    @Override
    public void process(Record<String, ReplayCommand> record) {
        ReplayCommand replay = record.value();
        if (replay == null) {
            return;
        }
        SourceState state = sourceRows.get(TransformStores.sourceRowKey(replay.table(), replay.key()));
        Optional<SourceRow> image = state == null ? Optional.empty() : state.image();
        intents.replay(
                new Cause.OfReplay(replay.replayId()),
                replay.table(),
                replay.key(),
                replay.entity(),
                image,
                record.timestamp());
    }
}
