package org.dataferry.control.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.MigrationTopics;

/** Reads the last fences that capture has reached. For one thread. */
final class FenceTopic {

    /** Half an hour of heartbeats: more than pass while a fence is set. */
    private static final long RECENT = 2_000;

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final TopicCursor cursor;
    private final Map<List<String>, FenceEvent.Reached> found = new HashMap<>();
    private final FenceCodec codec = new FenceCodec();

    FenceTopic(MigrationTopics topics, ConfluentAvro avro, TopicCursor cursor) {
        this.topics = topics;
        this.avro = avro;
        this.cursor = cursor;
    }

    /** The fence of this id, if its source has told it by the last time that the topic was {@linkplain #read() read}. */
    Optional<FenceEvent.Reached> find(String source, String id) {
        return Optional.ofNullable(found.get(List.of(source, id)));
    }

    /** Reads what has come. */
    void read() {
        cursor.refresh(this::isFences, this::isFences, RECENT);
        cursor.readToEnd(this::isFences, record -> {
            FenceEvent event = codec.read(avro.decode(record.value(), codec.schema()));
            if (event instanceof FenceEvent.Reached reached && reached.kind() == FenceEvent.Kind.FENCE) {
                found.put(List.of(reached.source(), reached.fenceId()), reached);
            }
        });
    }

    private boolean isFences(String topic) {
        return topic.equals(topics.fences().name());
    }
}
