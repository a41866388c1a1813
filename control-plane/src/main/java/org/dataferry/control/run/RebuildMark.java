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
 * A fence at the source, for a rebuild, which has no capture of its own. If none runs anywhere else either, nobody will
 * come to that fence; then it is the end that the log had when the rebuild began to catch up.
 */
final class RebuildMark implements Mark {

    private final String id;
    private final LedgerReader reader;
    private final Duration silence;
    private final Clock clock;
    private final FenceEvent.Reached logEnd;
    private long captured;
    private Instant heardAt;
    private boolean ofSource = true;

    /**
     * @param id of the fence that was set at the source
     * @param reader that has read the topics since then
     * @param silence for which capture writes nothing, no heartbeat either, if it does not run
     */
    RebuildMark(String id, String source, LedgerReader reader, Duration silence, Clock clock) {
        this.id = id;
        this.reader = reader;
        this.silence = silence;
        this.clock = clock;
        this.heardAt = clock.instant();
        this.captured = reader.captureEnd();
        this.logEnd = new FenceEvent.Reached(id, FenceEvent.Kind.FENCE, source, heardAt, byTopic(reader.changesRead()));
    }

    @Override
    public Optional<FenceEvent.Reached> look() {
        reader.catchUp();
        Optional<FenceEvent.Reached> reached = reader.fence(id);
        if (reached.isPresent()) {
            return reached;
        }
        if (reader.captureEnd() != captured) {
            captured = reader.captureEnd();
            heardAt = clock.instant();
            return Optional.empty();
        }
        if (Duration.between(heardAt, clock.instant()).compareTo(silence) < 0) {
            return Optional.empty();
        }
        ofSource = false;
        return Optional.of(logEnd);
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
