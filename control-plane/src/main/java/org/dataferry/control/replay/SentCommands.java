package org.dataferry.control.replay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ReplayCodec;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * The commands of a replay that stand in the topic.
 *
 * @param ends by partition, the offset behind the last one
 */
public record SentCommands(Set<ReplayStep> steps, Map<TopicPartition, Long> ends) {

    /** Of a replay that begins now. */
    public static final SentCommands NONE = new SentCommands(Set.of(), Map.of());

    public SentCommands {
        steps = Set.copyOf(steps);
        ends = Map.copyOf(ends);
    }

    /**
     * Reads the topic of replays whole.
     *
     * @param cursor that has not read anything yet
     */
    public static SentCommands read(MigrationTopics topics, ConfluentAvro avro, TopicCursor cursor, String replayId) {
        String replays = topics.replays().name();
        ReplayCodec codec = new ReplayCodec();
        Set<ReplayStep> steps = new HashSet<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        cursor.refresh(replays::equals, topic -> false, 0);
        cursor.readToEnd(replays::equals, record -> {
            ReplayCommand command = codec.read(avro.decode(record.value(), codec.schema()));
            if (command.replayId().equals(replayId)) {
                steps.add(new ReplayStep(command.entity(), new ReplayRow(command.table(), command.key())));
                ends.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
        });
        return new SentCommands(steps, ends);
    }
}
