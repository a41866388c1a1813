package org.dataferry.control.journal;

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.topic.MigrationTopics;

/** The topic {@code control}, to be written to. */
public final class ControlJournal implements AutoCloseable {

    private final MigrationTopics topics;
    private final Producer<String, ControlEvent> producer;

    public ControlJournal(MigrationTopics topics, ConfluentAvro avro, Properties client) {
        this(
                topics,
                new KafkaProducer<>(
                        client, new StringSerializer(), new TopicSerde<>(avro, new ControlCodec()).serializer()));
    }

    ControlJournal(MigrationTopics topics, Producer<String, ControlEvent> producer) {
        this.topics = topics;
        this.producer = producer;
    }

    /** Returns when it is acknowledged. */
    public void write(ControlEvent event) {
        try {
            producer.send(new ProducerRecord<>(topics.control().name(), event)).get();
        } catch (ExecutionException failed) {
            throw new ControlException(
                    "Kafka did not take down who did this and why, so nothing was done: "
                            + failed.getCause().getMessage(),
                    failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted before anything was done", interrupted);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
