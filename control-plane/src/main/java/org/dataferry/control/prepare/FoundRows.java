package org.dataferry.control.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.topic.MigrationTopics;

/** Makes it known which rows of the target are rows of this migration before it begins. */
final class FoundRows implements AutoCloseable {

    /** As many acknowledgements are awaited together. */
    private static final int MOST_WAITING = 5_000;

    private final Producer<String, Identity> producer;
    private final String topic;
    private final List<Future<?>> sent = new ArrayList<>();

    /** @param topics of the run or the rebuild that writes to that target */
    FoundRows(MigrationTopics topics, ConfluentAvro avro, Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        this.producer = new KafkaProducer<>(
                properties, new StringSerializer(), new TopicSerde<>(avro, new IdentityCodec()).serializer());
        this.topic = topics.identities().name();
    }

    void add(RowId row, UUID guid, Identity.Origin origin) {
        Identity identity = new Identity.Present(Optional.of(guid), 0, origin);
        sent.add(producer.send(new ProducerRecord<>(topic, 0, row.text(), identity)));
        if (sent.size() >= MOST_WAITING) {
            flush();
        }
    }

    /** Waits until all that was added is stored. */
    void flush() {
        producer.flush();
        for (Future<?> one : sent) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                throw new ControlException("the identities found in the target could not be stored", failed.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptException("interrupted while storing identities", interrupted);
            }
        }
        sent.clear();
    }

    @Override
    public void close() {
        producer.close();
    }
}
