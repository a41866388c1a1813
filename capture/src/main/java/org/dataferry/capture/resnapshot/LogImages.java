package org.dataferry.capture.resnapshot;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What the changes of a table add up to, up to a point of the log, by the rules by which the next stage reads them: a change
 * whose position is not after the last one of its key was seen before; a marker removes what its epoch did not bring; a large
 * column that a change did not touch is as before. For one thread.
 */
final class LogImages {

    private final TopicReading topic;
    private final Map<TopicPartition, Long> ends;
    private final SourcePosition.InLog upTo;
    private final RowDigests digests;
    private final Set<String> compared;
    private final int most;

    /**
     * @param ends beyond all changes up to the point
     * @param compared columns whose values are kept
     * @param most images that are held
     */
    LogImages(
            TopicReading topic,
            Map<TopicPartition, Long> ends,
            SourcePosition.InLog upTo,
            RowDigests digests,
            Set<String> compared,
            int most) {
        this.topic = topic;
        this.ends = ends;
        this.upTo = upTo;
        this.digests = digests;
        this.compared = compared;
        this.most = most;
    }

    /** More images than may be held. */
    static final class TooManyException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Those of some keys, of rows that are gone as well.
     *
     * @throws TooManyException if they are more than may be held
     */
    Map<SourceKey, LogImage> read(TopicReading.Wanted wanted) {
        Map<SourceKey, LogImage> all = new HashMap<>();
        for (TopicPartition partition : topic.partitions()) {
            Map<SourceKey, LogImage> images = new HashMap<>();
            topic.read(partition, 0, ends.get(partition), wanted, content -> {
                take(images, content);
                if (all.size() + images.size() > most) {
                    throw new TooManyException();
                }
            });
            all.putAll(images);
        }
        return all;
    }

    private void take(Map<SourceKey, LogImage> images, EnvelopeReader.Content content) {
        switch (content) {
            case EnvelopeReader.Content.Event(ChangeEvent event) -> {
                if (event.id().position() instanceof SourcePosition.InLog position && !isBeyond(position)) {
                    change(images, event, position);
                }
            }
            case EnvelopeReader.Content.EpochComplete(var table, SourcePosition position) -> {
                if (position instanceof SourcePosition.InLog complete && !isBeyond(complete)) {
                    images.replaceAll((key, image) ->
                            image.isPresent() && image.position().epoch() < complete.epoch()
                                    ? LogImage.gone(complete)
                                    : image);
                }
            }
            case EnvelopeReader.Content.Tombstone ignored -> {}
        }
    }

    private boolean isBeyond(SourcePosition.InLog position) {
        return position.compareTo(upTo) > 0;
    }

    private void change(Map<SourceKey, LogImage> images, ChangeEvent event, SourcePosition.InLog position) {
        SourceKey key = event.id().key();
        LogImage before = images.get(key);
        if (before != null && position.compareTo(before.position()) <= 0) {
            return;
        }
        boolean sameTransaction = before != null && before.isSameTransaction(position);
        switch (event) {
            case ChangeEvent.Snapshotted(var id, var at, SourceRow after) ->
                images.put(key, image(position, after, before, false));
            case ChangeEvent.Updated(var id, var at, var old, SourceRow after) ->
                images.put(key, image(position, after, before, false));
            case ChangeEvent.Inserted(var id, var at, SourceRow after) ->
                images.put(key, image(position, after, null, before != null && before.isPresent() && !sameTransaction));
            // The second leaving of two rows that swap their keys is of the row of old.
            case ChangeEvent.Deleted ignored
            when before != null && before.displacing() && sameTransaction ->
                images.put(key, new LogImage(position, before.digests(), before.compared(), false));
            case ChangeEvent.Deleted ignored -> images.put(key, LogImage.gone(position));
        }
    }

    private LogImage image(
            SourcePosition.InLog position, SourceRow after, @Nullable LogImage before, boolean displacing) {
        long[] image = digests.of(after);
        Map<String, Value> values = new HashMap<>();
        for (String column : compared) {
            values.put(column, after.columns().getOrDefault(column, Value.NULL));
        }
        if (before != null && before.digests() != null) {
            RowDigests.fill(image, before.digests());
            values.replaceAll((column, value) ->
                    value instanceof Value.Absent ? before.compared().getOrDefault(column, value) : value);
        }
        return new LogImage(position, image, values, displacing);
    }
}
