package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.schemas.fence.FenceEvent;

/**
 * A fence at the sources, for a rebuild, which has no capture of its own. If none runs anywhere else either, nobody will
 * come to that fence; then it is, for the sources that nobody is heard of, the end that the log had when the rebuild began to
 * catch up.
 */
final class RebuildMark implements Mark {

    /** Of no source alone. */
    private static final String LOG = "log";

    private final FenceIds fence;
    private final LedgerReader reader;
    private final Duration patience;
    private final SourceSilence silence;
    private final Instant begun;
    private final Map<String, FenceEvent.PartitionOffsets> logEnd;
    private boolean ofSource = true;

    /**
     * @param fence that was set at the sources
     * @param reader that has read the topics since then
     * @param patience for which capture writes nothing, no heartbeat either, if it does not run
     */
    RebuildMark(FenceIds fence, LedgerReader reader, Duration patience, Clock clock) {
        this.fence = fence;
        this.reader = reader;
        this.patience = patience;
        this.silence = new SourceSilence(reader.captureSigns(), clock);
        this.begun = clock.instant();
        this.logEnd = byTopic(reader.changesRead());
        fence.bySource().keySet().forEach(silence::of);
    }

    @Override
    public Optional<FenceEvent.Reached> look() {
        reader.catchUp();
        Map<String, FenceEvent.Reached> found = fence.found(reader::fence);
        if (found.size() == fence.bySource().size()) {
            return fence.reached(reader::fence);
        }
        boolean isSomeHeard = false;
        for (String source : fence.bySource().keySet()) {
            isSomeHeard |= !found.containsKey(source) && silence.of(source).compareTo(patience) < 0;
        }
        if (isSomeHeard) {
            return Optional.empty();
        }
        ofSource = false;
        Map<String, FenceEvent.PartitionOffsets> ends = new HashMap<>(logEnd);
        found.values().forEach(reached -> ends.putAll(reached.changeOffsets()));
        return Optional.of(new FenceEvent.Reached(fence.name(), FenceEvent.Kind.FENCE, LOG, begun, ends));
    }

    @Override
    public boolean isOfSource() {
        return ofSource;
    }

    private static Map<String, FenceEvent.PartitionOffsets> byTopic(Map<TopicPartition, Long> offsets) {
        Map<String, Map<Integer, Long>> byTopic = new HashMap<>();
        offsets.forEach((partition, offset) -> byTopic.computeIfAbsent(partition.topic(), first -> new HashMap<>())
                .put(partition.partition(), offset));
        Map<String, FenceEvent.PartitionOffsets> ends = new HashMap<>();
        byTopic.forEach((topic, partitions) -> ends.put(topic, new FenceEvent.PartitionOffsets(partitions)));
        return ends;
    }
}
