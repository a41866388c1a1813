package org.dataferry.capture.fence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.EndOffsets;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.Topic;

/** Says in the fences topic that a mark was reached, once all that was sent before is acknowledged. */
public final class FencePublisher {

    private final String source;
    private final Topic topic;
    private final ConfluentAvro avro;
    private final AckedSender sender;
    private final EndOffsets endOffsets;
    private final FenceCodec codec = new FenceCodec();

    public FencePublisher(String source, Topic topic, ConfluentAvro avro, AckedSender sender, EndOffsets endOffsets) {
        this.source = source;
        this.topic = topic;
        this.avro = avro;
        this.sender = sender;
        this.endOffsets = endOffsets;
    }

    public void reached(String fenceId, FenceEvent.Kind kind, Instant committedAt) {
        sender.awaitAcknowledged();
        FenceEvent event = new FenceEvent.Reached(fenceId, kind, source, committedAt, endOffsets.byTopic());
        sender.send(new ProducerRecord<>(
                topic.name(), 0, fenceId.getBytes(UTF_8), avro.encode(topic.valueSubject(), codec.write(event))));
    }
}
