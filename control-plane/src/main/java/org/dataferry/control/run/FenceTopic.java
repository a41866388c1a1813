package org.dataferry.control.run;

import java.util.Optional;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.MigrationTopics;

/** Reads the last fences that capture has reached, each record once. For one thread. */
final class FenceTopic {

    /** Half an hour of heartbeats: more than pass while a fence is set. */
    private static final long RECENT = 2_000;

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final TopicCursor cursor;
    private final FenceCodec codec = new FenceCodec();

    FenceTopic(MigrationTopics topics, ConfluentAvro avro, TopicCursor cursor) {
        this.topics = topics;
        this.avro = avro;
        this.cursor = cursor;
    }

    /** The fence of this id, if it has come since the last call. */
    Optional<FenceEvent.Reached> find(String id) {
        cursor.refresh(this::isFences, this::isFences, RECENT);
        FenceEvent.Reached[] found = new FenceEvent.Reached[1];
        cursor.readToEnd(this::isFences, record -> {
            FenceEvent event = codec.read(avro.decode(record.value(), codec.schema()));
            if (event instanceof FenceEvent.Reached reached && reached.fenceId().equals(id)) {
                found[0] = reached;
            }
        });
        return Optional.ofNullable(found[0]);
    }

    private boolean isFences(String topic) {
        return topic.equals(topics.fences().name());
    }
}
