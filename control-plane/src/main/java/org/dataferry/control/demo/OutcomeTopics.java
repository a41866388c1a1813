package org.dataferry.control.demo;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.demo.check.SelfCheck;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;

/** Reads the topics of outcomes, each time from where it stopped. */
final class OutcomeTopics implements SelfCheck.OutcomeSource, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Set<String> topics;
    private final ConfluentAvro avro;
    private final OutcomeCodec codec = new OutcomeCodec();
    private final Admin admin;
    private final TopicCursor cursor;

    /** @param entities and relationships that are written */
    OutcomeTopics(MigrationTopics topics, Collection<String> entities, Endpoints endpoints) {
        this.topics =
                entities.stream().map(entity -> topics.outcomes(entity).name()).collect(Collectors.toSet());
        this.avro = new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry()));
        this.admin = Admin.create(endpoints.kafkaClient());
        this.cursor = TopicCursor.open(endpoints.kafkaClient(), new KafkaStageOffsets(admin, TIMEOUT), TIMEOUT);
    }

    @Override
    public void readOn(Consumer<RecordedOutcome> reader) {
        cursor.refresh(topics::contains, topic -> false, 0);
        cursor.readToEnd(
                topics::contains, record -> reader.accept(codec.read(avro.decode(record.value(), codec.schema()))));
    }

    @Override
    public void close() {
        cursor.close();
        admin.close();
    }
}
