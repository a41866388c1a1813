package org.dataferry.control.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;
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
 * @param createdTwice rows that were created while they were there
 */
record SoakLog(
        Set<String> captured,
        Map<String, Integer> announcedChanges,
        Set<WriteId> announced,
        Set<WriteId> written,
        Map<WriteId, Outcome> outcomes,
        Set<String> createdTwice) {

    static SoakLog read(MigrationTopics topics, ConfluentAvro avro, TopicCursor cursor) {
        String prefix = topics.migration() + ".";
        cursor.refresh(topic -> topic.startsWith(prefix), topic -> false, 0);
        Reading reading = new Reading(topics, avro);
        cursor.readToEnd(topic -> topics.tableOf(topic).isPresent() || reading.isOfRebuild(topic), reading::read);
        return new SoakLog(
                reading.captured,
                reading.announcedChanges,
                reading.announced,
                reading.written,
                reading.outcomes,
                reading.createdTwice);
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
        private final Map<String, Boolean> present = new HashMap<>();
        private final Set<String> createdTwice = new HashSet<>();

        Reading(MigrationTopics topics, ConfluentAvro avro) {
            this.topics = topics;
            this.avro = avro;
            String rebuild = topics.migration() + ".g" + topics.rebuild() + ".";
            this.ofWrites = rebuild + "writes.";
            this.ofOutcomes = rebuild + "outcomes.";
        }

        boolean isOfRebuild(String topic) {
            return topic.startsWith(ofWrites)
                    || topic.startsWith(ofOutcomes)
                    || topic.equals(topics.fanOuts().name());
        }

        void read(ConsumerRecord<String, byte[]> record) {
            if (record.value() == null) {
                return;
            }
            String topic = record.topic();
            if (topic.startsWith(ofWrites)) {
                written.add(writes.read(avro.decode(record.value(), writes.schema()))
                        .id());
            } else if (topic.startsWith(ofOutcomes)) {
                outcome(outcomeCodec.read(avro.decode(record.value(), outcomeCodec.schema())));
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

        private void outcome(RecordedOutcome recorded) {
            outcomes.put(recorded.write(), recorded.outcome());
            if (recorded.outcome() instanceof Outcome.Applied(Outcome.Effect effect)) {
                String row = recorded.write().row().text();
                boolean before = present.getOrDefault(row, false);
                if (effect == Outcome.Effect.CREATED && before) {
                    createdTwice.add(row);
                }
                if (effect == Outcome.Effect.CREATED || effect == Outcome.Effect.DELETED) {
                    present.put(row, effect == Outcome.Effect.CREATED);
                }
            }
        }
    }
}
