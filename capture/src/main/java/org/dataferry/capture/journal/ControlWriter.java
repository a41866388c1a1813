package org.dataferry.capture.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.topic.Topic;

/** Takes down in {@code control} what happened to the source. */
public final class ControlWriter {

    private final Topic topic;
    private final ConfluentAvro avro;
    private final AckedSender sender;
    private final ControlCodec codec = new ControlCodec();

    public ControlWriter(Topic topic, ConfluentAvro avro, AckedSender sender) {
        this.topic = topic;
        this.avro = avro;
        this.sender = sender;
    }

    /** Returns when it is acknowledged. */
    public void write(SourceEvent event) {
        sender.send(new ProducerRecord<>(
                topic.name(),
                0,
                event.source().getBytes(UTF_8),
                avro.encode(topic.valueSubject(), codec.write(event))));
        sender.awaitAcknowledged();
    }
}
