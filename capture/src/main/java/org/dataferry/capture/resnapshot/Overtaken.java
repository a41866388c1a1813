package org.dataferry.capture.resnapshot;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;

/**
 * Rows that we have read, but whose later change came into the topic before them. That is as it should be, as our row then
 * counts as seen before, unless the change left large columns out: these were filled from the image of old, which may be wrong.
 */
final class Overtaken {

    private Overtaken() {}

    /**
     * @param from offsets before everything that comes after the position
     * @param position of the rows, which are all acknowledged
     * @return which of the rows have to be read once more
     */
    static Set<SourceKey> among(
            Collection<SourceKey> rows,
            TopicReading topic,
            Map<TopicPartition, Long> from,
            SourcePosition.InLog position) {
        Set<String> wanted = rows.stream().map(SourceKey::text).collect(Collectors.toSet());
        Map<TopicPartition, Long> ends = topic.ends();
        Set<SourceKey> overtaken = new HashSet<>();
        Set<SourceKey> ours = new HashSet<>();
        for (TopicPartition partition : topic.partitions()) {
            topic.read(partition, from.get(partition), ends.get(partition), wanted::contains, content -> {
                if (content instanceof EnvelopeReader.Content.Event(ChangeEvent event)
                        && event.id().position() instanceof SourcePosition.InLog at) {
                    SourceKey key = event.id().key();
                    if (at.equals(position)) {
                        ours.add(key);
                    } else if (at.compareTo(position) > 0 && !ours.contains(key) && isIncomplete(event)) {
                        overtaken.add(key);
                    }
                }
            });
        }
        return overtaken;
    }

    private static boolean isIncomplete(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Snapshotted(var id, var at, SourceRow after) -> lacksSome(after);
            case ChangeEvent.Inserted(var id, var at, SourceRow after) -> lacksSome(after);
            case ChangeEvent.Updated(var id, var at, var before, SourceRow after) -> lacksSome(after);
            case ChangeEvent.Deleted ignored -> false;
        };
    }

    private static boolean lacksSome(SourceRow row) {
        return row.columns().containsValue(Value.ABSENT);
    }
}
