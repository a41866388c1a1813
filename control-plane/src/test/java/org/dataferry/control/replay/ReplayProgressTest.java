package org.dataferry.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.ledger.LoggedMigration;
import org.dataferry.schemas.avro.ReplayCodec;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

/** A replay is done when transform has read its commands and each write of it has an outcome; others' do not count. */
class ReplayProgressTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final TopicPartition COMMANDS =
            new TopicPartition(LoggedMigration.TOPICS.replays().name(), 0);
    private static final Map<TopicPartition, Long> SENT = Map.of(COMMANDS, 2L);

    private final LoggedMigration migration = new LoggedMigration("account");
    private final ReplayProgress progress = new ReplayProgress(
            LoggedMigration.TOPICS,
            migration.avro(),
            migration.cursor(),
            migration,
            Set.of("account"),
            "r1",
            Optional.empty());

    @Test
    void isDoneWhenEachWriteHasAnOutcome() {
        assertThat(progress.isDone(SENT)).isFalse();
        announce("r1", "A", "B");
        migration.transformRead(COMMANDS, 2);
        assertThat(progress.isDone(SENT)).isFalse();
        record("r1", "A", new Outcome.Applied(Outcome.Effect.UPDATED));
        assertThat(progress.isDone(SENT)).isFalse();
        record("r1", "B", new Outcome.Rejected(RejectionReason.REFUSED, ""));

        assertThat(progress.isDone(SENT)).isTrue();
        assertThat(progress.sum().announced()).isEqualTo(2);
        assertThat(progress.sum().applied()).isEqualTo(1);
        assertThat(progress.sum().rejected()).isEqualTo(1);
    }

    @Test
    void waitsForTransformToReadAllCommandsAlthoughAllThatIsAnnouncedIsDone() {
        announce("r1", "A");
        record("r1", "A", new Outcome.AlreadyApplied(false));
        migration.transformRead(COMMANDS, 1);

        assertThat(progress.isDone(SENT)).isFalse();
    }

    @Test
    void waitsForWhatPassesThroughTransformsInternalTopic() {
        TopicPartition internal = new TopicPartition(LoggedMigration.TOPICS.transformApplication() + "-by-row", 0);
        migration.transformRead(internal, 0);
        migration.written(internal, 3);
        migration.transformRead(COMMANDS, 2);

        assertThat(progress.isDone(SENT)).isFalse();
        migration.transformRead(internal, 3);
        assertThat(progress.isDone(SENT)).isTrue();
    }

    @Test
    void countsNothingOfOtherReplays() {
        announce("r2", "A", "B");
        migration.transformRead(COMMANDS, 2);

        assertThat(progress.isDone(SENT)).isTrue();
        assertThat(progress.sum().announced()).isZero();
    }

    @Test
    void publishesACommandPerRowToTheTaskThatOwnsIt() {
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        ReplayCommands commands = new ReplayCommands(
                LoggedMigration.TOPICS, migration.avro(), producer, Clock.fixed(NOON, ZoneOffset.UTC));
        List<ReplayStep> steps = Stream.of("A", "B", "C")
                .map(key -> new ReplayStep("account", row(key)))
                .toList();

        Map<TopicPartition, Long> ends = commands.publish("r1", steps, "me");

        assertThat(producer.history()).hasSize(3).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(RowPartitioner.ofSourceKey(record.key(), 2));
            ReplayCodec codec = new ReplayCodec();
            assertThat(codec.read(migration.avro().decode(record.value(), codec.schema())))
                    .isEqualTo(new ReplayCommand("r1", TABLE, SourceKey.parse(record.key()), "account", "me", NOON));
        });
        assertThat(ends.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
    }

    private void announce(String replay, String... keys) {
        for (String key : keys) {
            Cause cause = new Cause.OfReplay(replay);
            migration.announce(
                    new FanOut.Reannounced(cause, List.of(write(replay, key))),
                    row(key).key().text());
        }
    }

    private void record(String replay, String key, Outcome outcome) {
        migration.record(new RecordedOutcome(write(replay, key), 1, outcome, RecordedOutcome.Stage.SINK, NOON));
    }

    private static WriteId write(String replay, String key) {
        return new WriteId(new Cause.OfReplay(replay), new RowId.OfSource("account", TABLE, row(key).key()), Part.ROW);
    }

    private static ReplayRow row(String key) {
        return new ReplayRow(TABLE, SourceKey.of(new Value.Text(key)));
    }
}
