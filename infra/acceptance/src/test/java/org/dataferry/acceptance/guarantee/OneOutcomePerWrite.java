package org.dataferry.acceptance.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.acceptance.read.MigrationLog;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;

/**
 * Every change is announced once, every write that stands in the log was announced, and every announced write has one current outcome, which
 * is final. A row is created once, and again only after it was deleted.
 */
public record OneOutcomePerWrite(MigrationLog log) implements Guarantee {

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

    private Set<WriteId> announced() throws InterruptedException {
        Set<WriteId> writes = new HashSet<>();
        Set<ChangeId> changes = new HashSet<>();
        FanOutCodec codec = new FanOutCodec();
        long fannedOut = 0;
        for (ConsumerRecord<String, byte[]> record : log.read(topic -> topic.equals("g1.fan-outs"))) {
            switch (codec.read(log.decode(record))) {
                case FanOut.Announced(var change, var all) -> {
                    assertThat(changes.add(change))
                            .as("first announcement of %s", change)
                            .isTrue();
                    writes.addAll(all);
                    fannedOut++;
                }
                case FanOut.Redelivered ignored -> fannedOut++;
                case FanOut.Reannounced(var change, var cause, var all) -> writes.addAll(all);
            }
        }
        long captured = log.read(topic -> topic.startsWith("changes.")).stream()
                .filter(record -> record.value() != null)
                .count();
        assertThat(fannedOut).as("fan-outs, one for each change").isEqualTo(captured);
        return writes;
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
                if (effect == Outcome.Effect.CREATED) {
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
