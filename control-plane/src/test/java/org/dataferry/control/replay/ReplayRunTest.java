package org.dataferry.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.ledger.LoggedMigration;
import org.dataferry.control.replay.ReplayRun.End;
import org.dataferry.control.replay.ReplayStory.Stage;
import org.dataferry.schemas.avro.ReplayCodec;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

/** A replay sends a window at a time, stops where people say so, and never sends a row twice. */
class ReplayRunTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int WINDOW = 20;
    private static final int ROWS = 100;

    private final LoggedMigration migration = new LoggedMigration("account");
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final ReplayPlan plan = new ReplayPlan(
            "r1", IntStream.range(0, ROWS).mapToObj(ReplayRunTest::step).toList());
    /** Whether they work while commands are sent, or only between two looks. */
    private boolean stagesAreFast;

    private int done;
    private int mostUnderWay;

    @Test
    void sendsAllAWindowAtATime() throws InterruptedException {
        assertThat(run(SentCommands.NONE, looks -> Stage.GOES_ON)).isEqualTo(End.DONE);

        assertThat(sent()).containsExactlyElementsOf(plan.steps());
        assertThat(mostUnderWay).isEqualTo(WINDOW);
    }

    @Test
    void asksBeforeEachBlockAlthoughTheStagesAreAsFastAsItIs() throws InterruptedException {
        stagesAreFast = true;

        assertThat(run(SentCommands.NONE, looks -> looks < 3 ? Stage.GOES_ON : Stage.CANCELLED))
                .isEqualTo(End.CANCELLED);

        assertThat(sent()).hasSize(3 * WINDOW / 4);
    }

    @Test
    void sendsNothingWhileItIsPaused() throws InterruptedException {
        assertThat(run(SentCommands.NONE, looks -> Stage.PAUSED)).isEqualTo(End.STANDS);

        assertThat(sent()).isEmpty();
    }

    @Test
    void waitsForAnApprovalLongerThanForAnythingElse() throws InterruptedException {
        int longer = (int) (2 * PATIENCE.toMillis() / 200);

        assertThat(run(SentCommands.NONE, looks -> looks < longer ? Stage.AWAITS_APPROVAL : Stage.GOES_ON))
                .isEqualTo(End.DONE);

        assertThat(sent()).hasSize(ROWS);
    }

    @Test
    void endsWithWhatWasSentOnceItIsCancelled() throws InterruptedException {
        assertThat(run(SentCommands.NONE, looks -> looks < WINDOW ? Stage.GOES_ON : Stage.CANCELLED))
                .isEqualTo(End.CANCELLED);

        assertThat(sent()).hasSizeBetween(WINDOW, ROWS - 1);
        assertThat(done).isEqualTo(sent().size());
    }

    @Test
    void goesOnAfterAKillWithWhatWasNotSent() throws InterruptedException {
        Set<ReplayStep> before = new HashSet<>(plan.steps().subList(0, 30));
        before.add(plan.steps().get(77));

        assertThat(run(new SentCommands(before, Map.of()), looks -> Stage.GOES_ON))
                .isEqualTo(End.DONE);

        List<ReplayStep> rest = new ArrayList<>(plan.steps());
        rest.removeAll(before);
        assertThat(sent()).containsExactlyElementsOf(rest);
    }

    /** How the replay stands when it is looked at for the n-th time. */
    private interface Decided {
        Stage at(int look);
    }

    private End run(SentCommands before, Decided decided) throws InterruptedException {
        ReplayProgress progress = new ReplayProgress(
                LoggedMigration.TOPICS,
                migration.avro(),
                migration.cursor(),
                migration,
                Set.of("account"),
                "r1",
                Optional.empty());
        ReplayCommands commands =
                new ReplayCommands(LoggedMigration.TOPICS, migration.avro(), producer, Clock.systemUTC());
        int[] looks = new int[1];
        return new ReplayRun(
                        plan,
                        before,
                        commands,
                        progress,
                        () -> {
                            if (stagesAreFast) {
                                work();
                            }
                            return decided.at(looks[0]++);
                        },
                        WINDOW,
                        (stage, rows, sum) -> {
                            mostUnderWay = Math.max(mostUnderWay, sent().size() - done);
                            work();
                        })
                .run("me", PATIENCE);
    }

    /** The stages do all that was sent. */
    private void work() {
        List<ProducerRecord<String, byte[]>> sent = producer.history();
        for (; done < sent.size(); done++) {
            ReplayCommand command = read(sent.get(done));
            WriteId write = new WriteId(
                    new Cause.OfReplay("r1"), new RowId.OfSource("account", TABLE, command.key()), Part.ROW);
            migration.announce(
                    new FanOut.Reannounced(write.cause(), List.of(write)),
                    command.key().text());
            migration.record(new RecordedOutcome(
                    write, 1, new Outcome.Applied(Outcome.Effect.UPDATED), RecordedOutcome.Stage.SINK, NOON));
            // Kafka's double knows no partitions, and acknowledges all in the first.
            migration.transformRead(new TopicPartition(sent.get(done).topic(), 0), done + 1L);
        }
    }

    private List<ReplayStep> sent() {
        return producer.history().stream()
                .map(this::read)
                .map(command -> new ReplayStep(command.entity(), new ReplayRow(command.table(), command.key())))
                .toList();
    }

    private ReplayCommand read(ProducerRecord<String, byte[]> record) {
        ReplayCodec codec = new ReplayCodec();
        return codec.read(migration.avro().decode(record.value(), codec.schema()));
    }

    private static ReplayStep step(int number) {
        return new ReplayStep("account", new ReplayRow(TABLE, SourceKey.of(new Value.Whole(number))));
    }
}
