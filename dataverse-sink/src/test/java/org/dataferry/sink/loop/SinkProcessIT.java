package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.checkpoint.Checkpoint;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.rows.RowQuery;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.SinkMigration;
import org.dataferry.sink.testing.Writes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole sink between a real Kafka with a real registry and the emulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SinkProcessIT {

    private static final AtomicInteger MIGRATIONS = new AtomicInteger();

    @TempDir
    Path folder;

    private EmulatedTarget target;
    private SinkMigration migration;
    private String name;
    private long rowsBefore;

    /** Ends a life where it stands, as a kill does: nobody catches it, and nothing is committed after it. */
    private static final class Killed extends Error {
        Killed(HaltPoint point) {
            super("killed at " + point);
        }
    }

    @BeforeAll
    void startsTheTarget(@TempDir Path data) throws InterruptedException {
        target = EmulatedTarget.start(data);
        target.makeOrders();
    }

    @BeforeEach
    void beginsAMigration() {
        name = "sink-it-" + MIGRATIONS.incrementAndGet();
        migration = new SinkMigration(name);
        rowsBefore = target.rows(ORDER);
    }

    @AfterEach
    void endsTheMigration() {
        target.clearFaults();
        migration.close();
    }

    @AfterAll
    void stopsTheTarget() {
        target.close();
    }

    @Test
    void rejectsOnlyTheBadRowsOfABadDay() throws InterruptedException {
        // given
        List<RowId> rows = rows(200);
        List<EntityWrite> writes = new ArrayList<>(renamed(rows, 1));
        writes.set(17, upsert(rows.get(17), 1, columns("mig_name", "x".repeat(41))));
        writes.set(133, upsert(rows.get(133), 1, columns("mig_name", "sick for a while")));
        target.fault("""
                {"table":"mig_order","where":{"column":"mig_name","equals":"sick for a while"},
                "effect":"pluginFailure","message":"no credit","count":6}""");
        target.fault("""
                {"table":"mig_order","operation":"create","effect":"deadlock","share":0.2}""");
        target.fault("""
                {"table":"mig_order","operation":"create","effect":"gatewayTimeout","share":0.2}""");
        target.fault("""
                {"table":"mig_order","operation":"create","effect":"sqlTimeout","count":1}""");

        // when
        try (SinkProcess sink = start(HaltPoint.Observer.NONE, "ferry", "state")) {
            migration.write(writes);
            migration.awaitOutcomes(200, sink::throwIfFailed);
        }

        // then
        assertOneOutcomeEach(200);
        assertThat(migration.outcomes())
                .filteredOn(recorded -> recorded.outcome() instanceof Outcome.Rejected)
                .singleElement()
                .satisfies(recorded -> assertThat(recorded.write().row()).isEqualTo(rows.get(17)));
        assertThat(target.rows(ORDER)).isEqualTo(rowsBefore + 199);
    }

    @Test
    void bringsWritesToTheTargetAndRecordsWhatBecameOfThem() throws InterruptedException {
        // given
        List<RowId> rows = rows(300);
        List<EntityWrite> deletes = new ArrayList<>();
        rows.subList(0, 40).forEach(row -> deletes.add(Writes.delete(row, 3)));

        // when
        try (SinkProcess sink = start(HaltPoint.Observer.NONE, "ferry", "state")) {
            migration.write(renamed(rows, 1));
            migration.awaitOutcomes(300, sink::throwIfFailed);
            migration.write(renamed(rows, 2));
            migration.awaitOutcomes(600, sink::throwIfFailed);
            migration.write(deletes);
            migration.awaitOutcomes(640, sink::throwIfFailed);
        }

        // then
        assertOneOutcomeEach(640);
        assertThat(migration.outcomes())
                .extracting(RecordedOutcome::outcome)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Applied.class));
        assertThat(target.rows(ORDER)).isEqualTo(rowsBefore + 260);
        Map<String, Identity> identities = migration.identities();
        assertThat(identities.get(rows.get(0).text())).isEqualTo(new Identity.Deleted(3));
        assertThat(identities.get(rows.get(299).text())).isInstanceOfSatisfying(Identity.Present.class, present -> {
            assertThat(present.version()).isEqualTo(2);
            assertThat(present.guid()).isPresent();
        });
        migration
                .ends()
                .forEach((partition, end) -> assertThat(checkpoint(partition)).satisfies(checkpoint -> {
                    assertThat(checkpoint.offset()).isEqualTo(end);
                    assertThat(checkpoint.isClosed()).isTrue();
                }));
    }

    @ParameterizedTest
    @EnumSource
    void losesAndDoublesNothingWhenKilled(HaltPoint point) throws InterruptedException {
        // given
        List<RowId> rows = rows(200);
        migration.write(renamed(rows, 1));
        migration.write(renamed(rows, 2));

        // when
        for (int life = 1; life <= 3; life++) {
            AtomicInteger passed = new AtomicInteger();
            int last = life;
            HaltPoint.Observer killer = reached -> {
                if (reached == point && passed.incrementAndGet() >= last) {
                    throw new Killed(point);
                }
            };
            try (SinkProcess sink = start(killer, "ferry", "state")) {
                awaitFailure(sink);
            }
        }
        try (SinkProcess sink = start(HaltPoint.Observer.NONE, "ferry", "state")) {
            migration.awaitOutcomes(400, sink::throwIfFailed);
        }

        // then
        assertOneOutcomeEach(400);
        assertThat(target.rows(ORDER)).isEqualTo(rowsBefore + 200);
        assertAllAre(rows, "version 2");
    }

    @Test
    void bouncesOffAMissingRowAndSendsTheRestOfTheRow() throws InterruptedException {
        // given
        RowId account = row("account", name + "/gone");
        UUID guid = UUID.randomUUID();
        RowId order = rows(1).getFirst();
        LookupTarget missing = new LookupTarget.ByGuid(account, guid);

        // when
        try (SinkProcess sink = start(HaltPoint.Observer.NONE, "ferry", "state")) {
            migration.write(renamed(List.of(order), 1));
            migration.awaitOutcomes(1, sink::throwIfFailed);
            migration.know(account, new Identity.Present(Optional.of(guid), 3, Identity.Origin.CREATED_BY_FERRY));
            migration.write(List.of(Writes.patch(order, 2, "mig_accountid", missing)));
            migration.awaitOutcomes(2, sink::throwIfFailed);
            migration.write(
                    List.of(Writes.state(order, 3, 1, -1), Writes.patch(order, 4, "mig_accountid", LookupTarget.NONE)));
            migration.awaitOutcomes(4, sink::throwIfFailed);
            migration.write(renamed(List.of(order), 5));
            migration.awaitOutcomes(5, sink::throwIfFailed);
        }

        // then
        assertThat(migration.outcomes())
                .extracting(RecordedOutcome::outcome)
                .containsExactlyInAnyOrder(
                        new Outcome.Applied(Outcome.Effect.CREATED),
                        new Outcome.Bounced(account, Outcome.BounceReason.MISSING),
                        new Outcome.Applied(Outcome.Effect.UPDATED),
                        new Outcome.Applied(Outcome.Effect.UPDATED),
                        new Outcome.Applied(Outcome.Effect.UPDATED));
        assertThat(migration.identities().get(account.text())).isEqualTo(new Identity.Gone(3));
        assertThat(migration.identities().get(order.text()).version()).isEqualTo(5);
        assertAllAre(List.of(order), "version 5");
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOldValuesOfARowThatItFoundAlsoWhenKilled(HaltPoint point) throws InterruptedException {
        // given
        RowId order = rows(1).getFirst();
        EntitySet orders = target.lane().metadata().entitySets().get(ORDER);
        UUID guid = target.lane()
                .writer()
                .create(
                        orders,
                        Json.object()
                                .put("mig_name", "old")
                                .put(
                                        EmulatedTarget.KEY_COLUMN,
                                        FerryKey.of(order).value()))
                .orThrow("make the order");
        migration.know(order, new Identity.Present(Optional.of(guid), 0, Identity.Origin.FOUND));
        migration.write(renamed(List.of(order), 1));

        // when
        // The first life dies by the read, the second by the write.
        for (int life = 1; life <= 2; life++) {
            AtomicInteger passed = new AtomicInteger();
            int last = life;
            HaltPoint.Observer killer = reached -> {
                if (reached == point && passed.incrementAndGet() >= last) {
                    throw new Killed(point);
                }
            };
            try (SinkProcess sink = start(killer, "ferry", "state")) {
                awaitFailure(sink);
            }
        }
        try (SinkProcess sink = start(HaltPoint.Observer.NONE, "ferry", "state")) {
            migration.awaitOutcomes(1, sink::throwIfFailed);
        }

        // then
        assertThat(migration.beforeImages().getFirst()).satisfies(image -> {
            assertThat(image.row()).isEqualTo(order);
            assertThat(image.guid()).isEqualTo(guid);
            assertThat(image.columns()).containsEntry("mig_name", "\"old\"");
        });
        assertOneOutcomeEach(1);
        assertAllAre(List.of(order), "version 1");
        assertThat(migration.identities().get(order.text()))
                .isEqualTo(new Identity.Present(Optional.of(guid), 1, Identity.Origin.FOUND));
    }

    @Test
    void rejectsNothingWhenTheTargetRestartsOnTheWay() throws InterruptedException {
        List<RowId> rows = rows(400);
        try (SinkProcess sink = start(HaltPoint.Observer.NONE, "ferry", "state")) {
            target.fault("{\"path\":\"CreateMultiple\",\"effect\":\"delay\",\"millis\":200,\"count\":100}");
            migration.write(renamed(rows, 1));
            migration.awaitOutcomes(20, sink::throwIfFailed);
            target.restart();
            migration.awaitOutcomes(400, sink::throwIfFailed);
        }

        assertOneOutcomeEach(400);
        assertThat(migration.outcomes())
                .extracting(RecordedOutcome::outcome)
                .containsOnly(new Outcome.Applied(Outcome.Effect.CREATED));
        assertThat(target.rows(ORDER)).isEqualTo(rowsBefore + 400);
    }

    @Test
    void sharesThePartitionsWithASecondInstanceThatComesAndStaysWhenTheFirstGoes() throws InterruptedException {
        List<RowId> rows = rows(600);
        target.fault("{\"path\":\"CreateMultiple\",\"effect\":\"delay\",\"millis\":100,\"count\":1000}");
        SinkProcess first = start(HaltPoint.Observer.NONE, "ferry", "first");
        migration.write(renamed(rows.subList(0, 300), 1));
        migration.awaitOutcomes(20, first::throwIfFailed);
        try (SinkProcess second = start(HaltPoint.Observer.NONE, "ferry", "second")) {
            migration.awaitOutcomes(150, second::throwIfFailed);
            migration.write(renamed(rows.subList(300, 600), 1));
            migration.awaitOutcomes(320, second::throwIfFailed);
            first.close();
            first.throwIfFailed();
            migration.awaitOutcomes(600, second::throwIfFailed);
        }

        assertOneOutcomeEach(600);
        assertThat(target.rows(ORDER)).isEqualTo(rowsBefore + 600);
    }

    @Test
    void stopsWithinSecondsWhileTheTargetThrottles() throws InterruptedException {
        List<RowId> rows = rows(100);
        target.fault("{\"path\":\"CreateMultiple\",\"effect\":\"respond\",\"status\":429,\"code\":\"0x80072322\","
                + "\"retryAfter\":300,\"count\":100000}");
        migration.write(renamed(rows, 1));
        SinkProcess throttled = start(HaltPoint.Observer.NONE, "ferry", "state");
        Thread.sleep(1_500);
        long begin = System.nanoTime();
        throttled.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        throttled.throwIfFailed();
        assertThat(migration.outcomes()).isEmpty();
        migration
                .checkpoints()
                .forEach((partition, committed) -> assertThat(checkpoint(partition))
                        .satisfies(checkpoint -> assertThat(checkpoint.isClosed())
                                .as("what was refused was certainly not done")
                                .isTrue()));

        target.clearFaults();
        try (SinkProcess sink = start(HaltPoint.Observer.NONE, "ferry", "state")) {
            migration.awaitOutcomes(100, sink::throwIfFailed);
        }
        assertThat(target.rows(ORDER)).isEqualTo(rowsBefore + 100);
    }

    @Test
    void waitsForTheOnlyUserToBeLetInAgain() throws InterruptedException {
        try (SinkProcess sink = start(HaltPoint.Observer.NONE, "ferry", "state")) {
            migration.write(renamed(rows(10), 1));
            migration.awaitOutcomes(10, sink::throwIfFailed);
            target.fault("{\"effect\":\"respond\",\"status\":403,\"code\":\"0x80040225\",\"message\":\"disabled\","
                    + "\"path\":\"Multiple\",\"share\":1}");

            migration.write(renamed(rows(60), 2));
            awaitShutOut(sink);
            assertThat(migration.outcomes()).hasSize(10);
            assertThat(target.matched())
                    .as("requests of a user that is shut out")
                    .isLessThan(10);

            target.clearFaults();
            migration.awaitOutcomes(70, sink::throwIfFailed);
        }

        assertOneOutcomeEach(70);
        assertThat(migration.outcomes())
                .extracting(RecordedOutcome::outcome)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Applied.class));
        assertThat(target.rows(ORDER)).isEqualTo(rowsBefore + 60);
    }

    private void awaitShutOut(SinkProcess sink) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (migration.shutOut().isEmpty() && System.nanoTime() < deadline) {
            sink.throwIfFailed();
            Thread.sleep(200);
        }
        assertThat(migration.shutOut())
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("11111111-1111-1111-1111-111111111111")
                        .contains("disabled"));
    }

    @Test
    void saysWhoWasRefusedWhenTheSecretIsWrong() {
        try (SinkProcess sink = start(HaltPoint.Observer.NONE, "not the secret", "state")) {
            assertThatThrownBy(() -> awaitFailure(sink, sink::throwIfFailed))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("/emulator/oauth2/v2.0/token")
                    .hasMessageContaining("11111111-1111-1111-1111-111111111111")
                    .hasMessageNotContaining("not the secret");
        }
    }

    private SinkProcess start(HaltPoint.Observer observer, String secret, String state) {
        Path directory = folder.resolve(name).resolve(state);
        SinkProcess sink = new SinkProcess(migration.settings(target, secret, directory), migration.avro(), observer);
        sink.start();
        return sink;
    }

    private static void awaitFailure(SinkProcess sink) throws InterruptedException {
        assertThatThrownBy(() -> awaitFailure(sink, sink::throwIfFailed)).hasRootCauseInstanceOf(Killed.class);
    }

    private static void awaitFailure(SinkProcess sink, Runnable check) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            check.run();
            Thread.sleep(20);
        }
        throw new AssertionError("the sink " + sink + " did not fail in time");
    }

    private List<RowId> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> row(ORDER, name + "/" + number))
                .toList();
    }

    private static List<EntityWrite> renamed(List<RowId> rows, long version) {
        return rows.stream()
                .<EntityWrite>map(row -> upsert(row, version, columns("mig_name", "version " + version)))
                .toList();
    }

    private void assertOneOutcomeEach(int writes) {
        Map<WriteId, Integer> counts = new HashMap<>();
        migration.outcomes().forEach(outcome -> counts.merge(outcome.write(), 1, Integer::sum));
        assertThat(counts)
                .hasSize(writes)
                .allSatisfy((write, count) -> assertThat(count).isEqualTo(1));
    }

    private void assertAllAre(List<RowId> rows, String expected) throws InterruptedException {
        EntitySet orders = target.lane().metadata().entitySets().get(ORDER);
        Map<String, String> names = new HashMap<>();
        target.lane()
                .reader()
                .scan(
                        orders,
                        RowQuery.all(EmulatedTarget.KEY_COLUMN, "mig_name"),
                        page -> page.forEach(row -> names.put(
                                row.path(EmulatedTarget.KEY_COLUMN).asText(),
                                row.path("mig_name").asText())))
                .orThrow("read the orders");
        assertThat(rows)
                .allSatisfy(
                        row -> assertThat(names.get(FerryKey.of(row).value())).isEqualTo(expected));
    }

    private Checkpoint checkpoint(TopicPartition partition) {
        var committed = migration.checkpoints().get(partition);
        return Checkpoint.of(committed.offset(), committed.metadata());
    }
}
