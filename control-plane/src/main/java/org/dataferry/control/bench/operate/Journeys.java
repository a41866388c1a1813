package org.dataferry.control.bench.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.write.Cause;

/** Reads from the log what became of the changes of a table. */
final class Journeys {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final BenchKafka kafka;
    private final MigrationTopics topics;
    private final SourceTable table;
    private final String entity;

    Journeys(BenchKafka kafka, MigrationTopics topics, SourceTable table, String entity) {
        this.kafka = kafka;
        this.topics = topics;
        this.table = table;
        this.entity = entity;
    }

    /**
     * Of the updates that were committed from one moment to another.
     *
     * @throws ControlException if one of them is not applied: it would be missing from the figures
     */
    List<Journey> between(Instant from, Instant to) {
        ConfluentAvro avro = kafka.avro();
        Map<ChangeId, ConsumerRecord<String, byte[]>> captured = new HashMap<>();
        Map<ChangeId, Instant> committed = new HashMap<>();
        Map<ChangeId, Instant> answered = new HashMap<>();
        EnvelopeReader envelopes = new EnvelopeReader(topics.migration(), avro);
        OutcomeCodec outcomes = new OutcomeCodec();
        String changes = topics.changes(table).name();
        Set<String> wanted = Set.of(changes, topics.outcomes(entity).name());
        try (Admin admin = Admin.create(kafka.client());
                TopicCursor cursor = TopicCursor.open(kafka.client(), new KafkaStageOffsets(admin, TIMEOUT), TIMEOUT)) {
            cursor.refresh(wanted::contains, topic -> false, 0);
            cursor.readToEnd(wanted::contains, record -> {
                if (!record.topic().equals(changes)) {
                    answered(outcomes.read(avro.decode(record.value(), outcomes.schema())), answered);
                } else if (envelopes.read(table, record.key(), record.value(), record.headers())
                                instanceof EnvelopeReader.Content.Event(ChangeEvent event)
                        && event instanceof ChangeEvent.Updated updated
                        && !updated.committedAt().isBefore(from)
                        && updated.committedAt().isBefore(to)) {
                    captured.put(updated.id(), record);
                    committed.put(updated.id(), updated.committedAt());
                }
            });
        }
        List<Journey> journeys = new ArrayList<>();
        captured.forEach((change, record) -> {
            Instant answer = answered.get(change);
            if (answer == null) {
                throw new ControlException("change " + change.text() + " is captured and not applied");
            }
            journeys.add(new Journey(committed.get(change), Instant.ofEpochMilli(record.timestamp()), answer));
        });
        return journeys;
    }

    private static void answered(RecordedOutcome recorded, Map<ChangeId, Instant> answered) {
        if (recorded.write().cause() instanceof Cause.OfChange(ChangeId change)
                && recorded.outcome() instanceof Outcome.Applied) {
            answered.put(change, recorded.at());
        }
    }
}
