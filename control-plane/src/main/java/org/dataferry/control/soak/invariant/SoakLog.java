package org.dataferry.control.soak.invariant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;

/**
 * All that stands in a migration's topics, read once and apart from the ledger, whose counting is on trial too. A soak is
 * small, so it is kept as it is.
 *
 * @param captured ids of the changes
 * @param announcedChanges ids of the changes that a fan-out announced, with how often
 * @param outcomes the last one of each write
 * @param written ids of the writes in their topics
 * @param waitedFor the row that a write waits for, or waited for last
 * @param deletes those of the written that delete a row
 * @param recorded the outcomes of each row's writes, in their order
 * @param events what was asked of each row and what became of it, by the row's id
 */
public record SoakLog(
        Set<String> captured,
        Map<String, Integer> announcedChanges,
        Set<WriteId> announced,
        Set<WriteId> written,
        Map<WriteId, Outcome> outcomes,
        Map<WriteId, RowId> waitedFor,
        Set<WriteId> deletes,
        Map<RowId, List<RecordedOutcome>> recorded,
        Map<String, List<Event>> events) {

    /** Of one row; what is before that rarely explains anything. */
    private static final int LONGEST_TRAIL = 24;

    /** @param at when Kafka got it, which puts writes and outcomes in an order that is nearly theirs */
    record Event(long at, String text) {}

    /** The last that was asked of a row and became of it, for the report; a line each. */
    public String trail(RowId row) {
        List<Event> all = events.getOrDefault(row.text(), List.of());
        return all.stream()
                .sorted(Comparator.comparingLong(Event::at))
                .skip(Math.max(0, all.size() - LONGEST_TRAIL))
                .map(event -> "\n            " + event.at() + " " + event.text())
                .collect(Collectors.joining());
    }

    /** Nothing was announced and nothing became of anything between two readings. */
    public boolean saysTheSameAs(SoakLog other) {
        return announced.equals(other.announced) && outcomes.equals(other.outcomes);
    }

    public static SoakLog read(MigrationTopics topics, ConfluentAvro avro, TopicCursor cursor) {
        String prefix = topics.migration() + ".";
        cursor.refresh(topic -> topic.startsWith(prefix), topic -> false, 0);
        Reading reading = new Reading(topics, avro);
        cursor.readToEnd(reading::isRead, reading::read);
        return reading.log();
    }

    /** @param records of any topics of the migration, those of a partition in their order */
    public static SoakLog of(MigrationTopics topics, ConfluentAvro avro, List<ConsumerRecord<String, byte[]>> records) {
        Reading reading = new Reading(topics, avro);
        records.stream().filter(record -> reading.isRead(record.topic())).forEach(reading::read);
        return reading.log();
    }

    private static final class Reading {
        private final MigrationTopics topics;
        private final ConfluentAvro avro;
        private final FanOutCodec fanOuts = new FanOutCodec();
        private final EntityWriteCodec writes = new EntityWriteCodec();
        private final OutcomeCodec outcomeCodec = new OutcomeCodec();
        private final String ofWrites;
        private final String ofOutcomes;
        private final Set<String> captured = new HashSet<>();
        private final Map<String, Integer> announcedChanges = new HashMap<>();
        private final Set<WriteId> announced = new HashSet<>();
        private final Set<WriteId> written = new HashSet<>();
        private final Map<WriteId, Outcome> outcomes = new HashMap<>();
        private final Map<WriteId, RowId> waitedFor = new HashMap<>();
        private final Set<WriteId> deletes = new HashSet<>();
        private final Map<RowId, List<RecordedOutcome>> recorded = new HashMap<>();
        private final Map<String, List<Event>> events = new HashMap<>();

        Reading(MigrationTopics topics, ConfluentAvro avro) {
            this.topics = topics;
            this.avro = avro;
            String rebuild = topics.migration() + ".g" + topics.rebuild() + ".";
            this.ofWrites = rebuild + "writes.";
            this.ofOutcomes = rebuild + "outcomes.";
        }

        boolean isRead(String topic) {
            return topics.tableOf(topic).isPresent()
                    || topic.startsWith(ofWrites)
                    || topic.startsWith(ofOutcomes)
                    || topic.equals(topics.fanOuts().name());
        }

        SoakLog log() {
            return new SoakLog(
                    captured, announcedChanges, announced, written, outcomes, waitedFor, deletes, recorded, events);
        }

        void read(ConsumerRecord<String, byte[]> record) {
            if (record.value() == null) {
                return;
            }
            String topic = record.topic();
            if (topic.startsWith(ofWrites)) {
                EntityWrite write = writes.read(avro.decode(record.value(), writes.schema()));
                written.add(write.id());
                if (write instanceof EntityWrite.DeleteRow) {
                    deletes.add(write.id());
                }
                event(record, write.row(), "v" + write.version() + " " + write);
            } else if (topic.startsWith(ofOutcomes)) {
                RecordedOutcome outcome = outcomeCodec.read(avro.decode(record.value(), outcomeCodec.schema()));
                outcome(outcome);
                event(record, outcome.write().row(), outcome.outcome() + " of " + outcome.write());
            } else if (topic.equals(topics.fanOuts().name())) {
                fanOut(fanOuts.read(avro.decode(record.value(), fanOuts.schema())));
            } else {
                Header position = record.headers().lastHeader(EnvelopeFields.POSITION_HEADER);
                if (position != null && record.headers().lastHeader(EnvelopeFields.EPOCH_COMPLETE_HEADER) == null) {
                    captured.add(topics.tableOf(topic).orElseThrow().qualified() + " " + record.key() + " "
                            + new String(position.value(), UTF_8));
                }
            }
        }

        private void event(ConsumerRecord<String, byte[]> record, RowId row, String text) {
            events.computeIfAbsent(row.text(), id -> new ArrayList<>()).add(new Event(record.timestamp(), text));
        }

        private void fanOut(FanOut fanOut) {
            switch (fanOut) {
                case FanOut.Announced(ChangeId change, var writesOfIt) -> {
                    announcedChanges.merge(
                            change.table().qualified() + " " + change.key().text() + " "
                                    + change.position().text(),
                            1,
                            Integer::sum);
                    announced.addAll(writesOfIt);
                }
                case FanOut.Redelivered ignored -> {}
                case FanOut.Reannounced(var cause, var writesOfIt) -> announced.addAll(writesOfIt);
            }
        }

        private void outcome(RecordedOutcome outcome) {
            outcomes.put(outcome.write(), outcome.outcome());
            recorded.computeIfAbsent(outcome.write().row(), row -> new ArrayList<>())
                    .add(outcome);
            if (outcome.outcome() instanceof Outcome.Parked(RowId missing)) {
                waitedFor.put(outcome.write(), missing);
            }
        }
    }
}
