package org.dataferry.acceptance.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.dataferry.acceptance.read.MigrationLog;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;

/**
 * Every change is announced once, every write that stands in the log was announced, and every announced write has one current outcome, which
 * is final. A row is created once, and again only after it was deleted, or somebody else has
 * removed it.
 *
 * @param removed the ids of rows that somebody else removed
 */
public record OneOutcomePerWrite(MigrationLog log, Set<String> removed) implements Guarantee {

    public OneOutcomePerWrite(MigrationLog log) {
        this(log, Set.of());
    }

    @Override
    public void assertHolds() throws Exception {
        Set<WriteId> announced = announced();
        assertThat(announced).as("announced writes").isNotEmpty();
        assertThat(written()).as("writes in the log").isSubsetOf(announced);
        Map<WriteId, Outcome> outcomes = outcomes();
        assertThat(outcomes.keySet()).as("writes with an outcome").isEqualTo(announced);
        assertThat(outcomes)
                .allSatisfy((write, outcome) ->
                        assertThat(outcome).as("current outcome of %s", write).isInstanceOf(Outcome.Final.class));
    }

    /** Each change is announced once; whatever else is announced is a row that a completed epoch did not see. */
    private Set<WriteId> announced() throws InterruptedException {
        Captured captured = captured();
        Set<WriteId> writes = new HashSet<>();
        Set<String> announced = new HashSet<>();
        FanOutCodec codec = new FanOutCodec();
        long redelivered = 0;
        for (ConsumerRecord<String, byte[]> record : log.read(topic -> topic.equals("g1.fan-outs"))) {
            switch (codec.read(log.decode(record))) {
                case FanOut.Announced(var change, var all) -> {
                    assertThat(announced.add(id(change)))
                            .as("first announcement of %s", change)
                            .isTrue();
                    assertThat(captured.ids.contains(id(change))
                                    || captured.markers.contains(
                                            change.position().text()))
                            .as("%s was captured, or is missing from an epoch", change)
                            .isTrue();
                    writes.addAll(all);
                }
                case FanOut.Redelivered ignored -> redelivered++;
                case FanOut.Reannounced(var cause, var all) -> writes.addAll(all);
            }
        }
        assertThat(announced).as("announced changes").containsAll(captured.ids);
        assertThat(redelivered).as("fan-outs of changes that came again").isEqualTo(captured.again);
        return writes;
    }

    /**
     * @param ids of the changes in the log
     * @param again how many records are of a change that is there already
     * @param markers the positions at which an epoch of a table was complete
     */
    private record Captured(Set<String> ids, long again, Set<String> markers) {}

    private Captured captured() {
        Set<String> ids = new HashSet<>();
        Set<String> markers = new HashSet<>();
        long again = 0;
        for (ConsumerRecord<String, byte[]> record : log.read(topic -> topic.startsWith("changes."))) {
            Header marker = record.headers().lastHeader(EnvelopeFields.EPOCH_COMPLETE_HEADER);
            if (marker != null) {
                markers.add(new String(marker.value(), UTF_8));
            } else if (record.value() != null) {
                Header position = record.headers().lastHeader(EnvelopeFields.POSITION_HEADER);
                String table = record.topic().substring(record.topic().lastIndexOf('.') + 1);
                boolean first = ids.add(table + " " + record.key() + " " + new String(position.value(), UTF_8));
                again += first ? 0 : 1;
            }
        }
        return new Captured(ids, again, markers);
    }

    private static String id(ChangeId change) {
        return change.table().table() + " " + change.key().text() + " "
                + change.position().text();
    }

    private Set<WriteId> written() throws InterruptedException {
        Set<WriteId> writes = new HashSet<>();
        EntityWriteCodec codec = new EntityWriteCodec();
        for (ConsumerRecord<String, byte[]> record : log.read(topic -> topic.startsWith("g1.writes."))) {
            writes.add(codec.read(log.decode(record)).id());
        }
        return writes;
    }

    private Map<WriteId, Outcome> outcomes() throws InterruptedException {
        Map<WriteId, Outcome> current = new HashMap<>();
        Map<String, Boolean> present = new HashMap<>();
        OutcomeCodec codec = new OutcomeCodec();
        for (ConsumerRecord<String, byte[]> record : log.read(topic -> topic.startsWith("g1.outcomes."))) {
            GenericRecord value = log.decode(record);
            RecordedOutcome outcome = codec.read(value);
            assertThat(outcome.write().row().text()).as("row of the outcome").isEqualTo(record.key());
            current.put(outcome.write(), outcome.outcome());
            if (outcome.outcome() instanceof Outcome.Applied(Outcome.Effect effect)) {
                boolean before = present.getOrDefault(record.key(), false);
                if (effect == Outcome.Effect.CREATED && !removed.contains(record.key())) {
                    assertThat(before)
                            .as("%s is there when it is created", record.key())
                            .isFalse();
                }
                present.put(record.key(), effect != Outcome.Effect.DELETED);
            }
        }
        return current;
    }
}
