package org.dataferry.control.prepare;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.rows.RowQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the target which rows it has from an earlier run, so that they are updated and not found out one by one.
 *
 * <p>Only for a migration that begins: once its identities topic has records, that topic is the truth.
 */
public final class ExistingIdentities {

    private static final Logger LOG = LoggerFactory.getLogger(ExistingIdentities.class);

    private final Lane lane;
    private final TargetSettings target;
    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final Properties client;

    public ExistingIdentities(
            Lane lane, TargetSettings target, MigrationTopics topics, ConfluentAvro avro, Properties client) {
        this.lane = lane;
        this.target = target;
        this.topics = topics;
        this.avro = avro;
        this.client = client;
    }

    /**
     * Publishes what the target has.
     *
     * @return how many rows were found
     */
    public long publish(Set<String> entities) throws InterruptedException {
        Map<String, EntitySet> sets = lane.metadata().entitySets();
        Map<String, Identity> found = new HashMap<>();
        for (String entity : entities) {
            EntitySet set = sets.get(entity);
            RowQuery query = RowQuery.all(set.idColumn(), target.keyColumn(), target.idColumn());
            lane.reader()
                    .scan(
                            set,
                            query,
                            page -> page.forEach(row -> rowId(
                                            row.path(target.keyColumn()).asText(""),
                                            row.path(target.idColumn()).asText(""))
                                    .ifPresent(id -> found.put(
                                            id.text(),
                                            present(row.path(set.idColumn()).asText())))))
                    .orThrow("read the identities of " + entity);
        }
        send(found);
        LOG.info("Rows of an earlier run found in the target count={}", found.size());
        return found.size();
    }

    private static Identity present(String guid) {
        return new Identity.Present(Optional.of(java.util.UUID.fromString(guid)), 0, Identity.Origin.FOUND);
    }

    private static Optional<RowId> rowId(String key, String wholeId) {
        try {
            if (key.isEmpty()) {
                return Optional.empty();
            }
            return wholeId.isEmpty() ? new FerryKey(key).rowId() : Optional.of(RowId.parse(wholeId));
        } catch (KeyFormatException notOurs) {
            LOG.warn("A row of the target has a key that Ferry did not write key={}", key);
            return Optional.empty();
        }
    }

    private void send(Map<String, Identity> found) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        String topic = topics.identities().name();
        try (Producer<String, Identity> producer = new KafkaProducer<>(
                properties, new StringSerializer(), new TopicSerde<>(avro, new IdentityCodec()).serializer())) {
            List<java.util.concurrent.Future<?>> sent = new java.util.ArrayList<>();
            found.forEach((row, identity) -> sent.add(producer.send(new ProducerRecord<>(topic, 0, row, identity))));
            for (java.util.concurrent.Future<?> one : sent) {
                one.get();
            }
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new ControlException("the identities found in the target could not be stored", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted while storing identities", interrupted);
        }
    }
}
