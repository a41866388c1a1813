package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.testing.EmulatedTarget.ID_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.KEY_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.KeyDefinition;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.Writes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The client and the sender against the emulator, over loopback: two readings of one protocol have to agree. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BatchSenderEmulatorTest {

    private static final String CREATES = "\"path\":\"CreateMultiple\",";

    private EmulatedTarget target;
    private EntitySet orders;
    private BatchSender sender;
    private int rowsMade;

    @BeforeAll
    void makesTheTable(@TempDir Path folder) throws InterruptedException {
        target = EmulatedTarget.start(folder);
        target.makeOrders();
        orders = target.lane().metadata().entitySets().get(ORDER);
        sender = new BatchSender(
                target.lane(), target.tables(ORDER), KEY_COLUMN, ID_COLUMN, ChangeRules.NONE, SinkFiles.none());
    }

    @AfterEach
    void clearsFaults() {
        target.clearFaults();
    }

    @AfterAll
    void stops() {
        target.close();
    }

    @Test
    void findsTheTableAsItWasMade() throws InterruptedException {
        TableDefinition table = target.lane().metadata().table(ORDER).orElseThrow();

        assertThat(table.columns()).containsKeys("mig_name", KEY_COLUMN, ID_COLUMN, "mig_freight", "mig_accountid");
        assertThat(table.keys()).allMatch(key -> key.status() == KeyDefinition.IndexStatus.ACTIVE);
        assertThat(table.lookups()).anyMatch(lookup -> lookup.column().equals("mig_accountid"));
    }

    @Test
    void createsUpdatesAndDeletesInBulk() throws InterruptedException {
        // given
        List<RowId> rows = newRows(100);
        List<RowResult> created = send(Action.CREATE, each(rows, row -> task(named(row, 1, "first"))));
        assertThat(created).allSatisfy(result -> assertThat(effect(result)).isEqualTo(Outcome.Effect.CREATED));
        Map<RowId, UUID> guids = guids(rows, created);

        // when
        List<RowResult> updated =
                send(Action.UPDATE, each(rows, row -> task(named(row, 2, "second"), guids.get(row), 1, false)));

        // then
        assertThat(updated).allSatisfy(result -> assertThat(effect(result)).isEqualTo(Outcome.Effect.UPDATED));
        assertThat(stored(rows.get(57)).path("mig_name").asText()).isEqualTo("second");
        assertThat(stored(rows.get(57)).path("mig_freight").decimalValue()).isEqualByComparingTo("3.25");
        assertThat(stored(rows.get(57)).path(orders.idColumn()).asText())
                .isEqualTo(guids.get(rows.get(57)).toString());
        assertThat(send(Action.DELETE, each(rows, row -> task(Writes.delete(row, 3), guids.get(row), 2, false))))
                .containsOnly(new RowResult.Done(Outcome.Effect.DELETED, Optional.empty()));
        assertThat(find(rows.get(57))).isEmpty();
    }

    /** Halving it would only ask the same for each row. */
    @Test
    void putsOffWhatNamesRowsByAKeyThatIsNotReady() throws InterruptedException {
        List<RowId> rows = newRows(20);
        target.fault("{\"effect\":\"keyInactive\",\"table\":\"mig_order\",\"share\":1}");
        long before = target.requests();

        List<RowResult> results = send(Action.RESOLVE, each(rows, row -> doubted(named(row, 1, "waits"))));

        assertThat(results)
                .hasSize(20)
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                RowResult.RolledBack.class,
                                undone -> assertThat(undone.reason()).isEqualTo(RejectionReason.KEY_NOT_READY)));
        assertThat(target.requests() - before).isEqualTo(2);
    }

    @Test
    void sendsOnlyTheChangesThatSuffice() throws InterruptedException {
        RowId row = newRows(1).getFirst();
        UUID guid =
                guid(send(Action.CREATE, List.of(task(named(row, 1, "first")))).getFirst());
        Map<String, Value> image = columns("mig_name", "second", "mig_number", "not sent");
        EntityWrite change = upsert(row, 2, OptionalLong.of(1), image, Set.of("mig_name"));

        send(Action.UPDATE, List.of(task(change, guid, 1, false)));

        assertThat(stored(row).path("mig_name").asText()).isEqualTo("second");
        assertThat(stored(row).path("mig_number").isNull()).isTrue();
    }

    @Test
    void sendsNothingWhereNothingIsToBeSet() throws InterruptedException {
        RowId row = newRows(1).getFirst();
        UUID guid =
                guid(send(Action.CREATE, List.of(task(named(row, 1, "first")))).getFirst());
        long before = target.requests();
        EntityWrite nothing = upsert(row, 2, OptionalLong.of(1), Map.of("mig_name", Value.ABSENT), Set.of("mig_name"));

        assertThat(send(Action.UPDATE, List.of(task(nothing, guid, 1, false))))
                .containsExactly(new RowResult.AlreadyDone());
        assertThat(target.requests()).isEqualTo(before);
    }

    @Test
    void findsTheOneBadRowOfAHundred() throws InterruptedException {
        List<RowId> rows = newRows(100);
        RowId bad = rows.get(63);

        List<RowResult> results =
                send(Action.CREATE, each(rows, row -> task(named(row, 1, row.equals(bad) ? "x".repeat(41) : "fine"))));

        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).equals(bad)) {
                assertThat(results.get(i))
                        .isInstanceOfSatisfying(
                                RowResult.Refused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(RejectionReason.VALUE_TOO_LONG));
            } else {
                assertThat(effect(results.get(i))).isEqualTo(Outcome.Effect.CREATED);
            }
        }
        assertThat(stored(rows.get(64)).path("mig_name").asText()).isEqualTo("fine");
        assertThat(find(bad)).isEmpty();
    }

    @Test
    void namesAColumnThatTheTargetDoesNotHave() throws InterruptedException {
        EntityWrite write = upsert(newRows(1).getFirst(), 1, columns("mig_nosuch", "x"));

        assertThat(send(Action.CREATE, List.of(task(write))).getFirst())
                .isInstanceOfSatisfying(RowResult.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RejectionReason.UNKNOWN_IN_TARGET);
                    assertThat(refused.detail()).contains("mig_nosuch");
                });
    }

    @Test
    void refusesAValueOutsideOfItsColumn() throws InterruptedException {
        EntityWrite write = upsert(newRows(1).getFirst(), 1, Map.of("mig_lines", Value.whole(1_001)));

        assertThat(send(Action.CREATE, List.of(task(write))).getFirst())
                .isInstanceOfSatisfying(
                        RowResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RejectionReason.VALUE_OUT_OF_RANGE));
    }

    @Test
    void waitsAsLongAsAThrottlingTargetAsks() throws InterruptedException {
        target.fault("{" + CREATES
                + "\"effect\":\"respond\",\"status\":429,\"code\":\"0x80072322\",\"retryAfter\":1,\"count\":2}");
        long begin = System.nanoTime();

        List<RowResult> results = send(Action.CREATE, each(newRows(3), row -> task(named(row, 1, "x"))));

        assertThat(results).allSatisfy(result -> assertThat(effect(result)).isEqualTo(Outcome.Effect.CREATED));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void waitsForATargetThatIsAwayAndRejectsNothing() throws InterruptedException {
        target.fault("{" + CREATES + "\"effect\":\"respond\",\"status\":503,\"code\":\"0x8004a001\",\"count\":12}");

        assertThat(send(Action.CREATE, each(newRows(3), row -> task(named(row, 1, "x")))))
                .allSatisfy(result -> assertThat(effect(result)).isEqualTo(Outcome.Effect.CREATED));
    }

    @Test
    void findsRowsAgainWhoseAnswerWasLostAndMakesNoneTwice() throws InterruptedException {
        List<RowId> rows = newRows(20);
        long before = target.rows(ORDER);
        target.fault("{" + CREATES + "\"effect\":\"dropAnswer\"}");
        assertThat(send(Action.CREATE, each(rows, row -> task(named(row, 1, "x")))))
                .allSatisfy(result -> assertThat(result).isInstanceOf(RowResult.Lost.class));

        List<RowResult> results = send(Action.RESOLVE, each(rows, row -> doubted(named(row, 1, "x"))));

        assertThat(results).allSatisfy(result -> assertThat(effect(result)).isEqualTo(Outcome.Effect.UPDATED));
        assertThat(target.rows(ORDER)).isEqualTo(before + 20);
    }

    @Test
    void createsUnderTheirKeysWhatNeverArrivedAndLearnsTheGuids() throws InterruptedException {
        List<RowId> rows = newRows(20);
        target.fault("{" + CREATES + "\"effect\":\"dropRequest\"}");
        assertThat(send(Action.CREATE, each(rows, row -> task(named(row, 1, "x")))))
                .allSatisfy(result -> assertThat(result).isInstanceOf(RowResult.Lost.class));

        List<RowResult> results = send(Action.RESOLVE, each(rows, row -> doubted(named(row, 1, "y"))));

        assertThat(results).allSatisfy(result -> assertThat(effect(result)).isEqualTo(Outcome.Effect.CREATED));
        assertThat(guid(results.get(7)).toString())
                .isEqualTo(stored(rows.get(7)).path(orders.idColumn()).asText());
    }

    @Test
    void leavesNoSecondRowWhenALostCreateCommitsLate() throws InterruptedException {
        List<RowId> rows = newRows(5);
        long before = target.rows(ORDER);
        target.fault("{" + CREATES + "\"effect\":\"commitLate\",\"millis\":300}");
        send(Action.CREATE, each(rows, row -> task(named(row, 1, "late"))));

        // Sooner than the sink would: the late create then finds its keys taken.
        send(Action.RESOLVE, each(rows, row -> doubted(named(row, 1, "soon"))));
        Thread.sleep(600);

        assertThat(target.rows(ORDER)).isEqualTo(before + 5);
        assertThat(stored(rows.getFirst()).path("mig_name").asText()).isEqualTo("soon");
    }

    @Test
    void looksUpRowsThatAreThereAlready() throws InterruptedException {
        List<RowId> rows = newRows(10);
        send(Action.CREATE, List.of(task(named(rows.get(3), 1, "old"))));

        assertThat(send(Action.CREATE, each(rows, row -> task(named(row, 1, "new")))))
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                RowResult.Doubtful.class,
                                doubtful -> assertThat(doubtful.reason()).isEqualTo(RejectionReason.DUPLICATE_VALUE)));
        List<RowResult> resolved = send(Action.RESOLVE, each(rows, row -> doubted(named(row, 1, "new"))));

        for (int i = 0; i < rows.size(); i++) {
            assertThat(effect(resolved.get(i))).isEqualTo(i == 3 ? Outcome.Effect.UPDATED : Outcome.Effect.CREATED);
            assertThat(stored(rows.get(i)).path("mig_name").asText()).isEqualTo("new");
        }
    }

    @Test
    void doubtsOnlyTheRowThatIsGoneAndMakesItAgain() throws InterruptedException {
        List<RowId> rows = newRows(10);
        Map<RowId, UUID> guids = guids(rows, send(Action.CREATE, each(rows, row -> task(named(row, 1, "x")))));
        target.lane().writer().delete(orders, new RowAddress.ById(guids.get(rows.get(4))));

        List<RowResult> results =
                send(Action.UPDATE, each(rows, row -> task(named(row, 2, "y"), guids.get(row), 1, false)));

        for (int i = 0; i < rows.size(); i++) {
            if (i == 4) {
                assertThat(results.get(i)).isInstanceOf(RowResult.Doubtful.class);
            } else {
                assertThat(effect(results.get(i))).isEqualTo(Outcome.Effect.UPDATED);
            }
        }
        assertThat(effect(send(Action.RESOLVE, List.of(doubted(named(rows.get(4), 2, "y"))))
                        .getFirst()))
                .isEqualTo(Outcome.Effect.CREATED);
    }

    @Test
    void reportsARowThatSomebodyRemovedWhereThatIsThePolicy() throws InterruptedException {
        BatchSender reporting = reporting();
        List<RowId> rows = newRows(4);
        Map<RowId, UUID> guids = guids(rows, send(Action.CREATE, each(rows, row -> task(named(row, 1, "x")))));
        target.lane().writer().delete(orders, new RowAddress.ById(guids.get(rows.get(2))));

        List<RowResult> updated = reporting.send(new Batch(
                ORDER, Action.UPDATE, each(rows, row -> task(named(row, 2, "y"), guids.get(row), 1, false))));
        List<RowResult> withoutGuid =
                reporting.send(new Batch(ORDER, Action.RESOLVE, each(rows, row -> task(named(row, 3, "z")))));

        for (List<RowResult> results : List.of(updated, withoutGuid)) {
            assertThat(results.get(2))
                    .isInstanceOfSatisfying(
                            RowResult.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(RejectionReason.ROW_LOST));
            assertThat(List.of(results.get(0), results.get(1), results.get(3)))
                    .extracting(BatchSenderEmulatorTest::effect)
                    .containsOnly(Outcome.Effect.UPDATED);
        }
        assertThat(find(rows.get(2))).isEmpty();
    }

    /** In doubt it may be our own delete that removed it. */
    @Test
    void makesARowInDoubtAnewWhateverThePolicy() throws InterruptedException {
        BatchSender reporting = reporting();
        RowId row = newRows(1).getFirst();

        assertThat(effect(reporting
                        .send(new Batch(ORDER, Action.RESOLVE, List.of(doubted(named(row, 2, "x")))))
                        .getFirst()))
                .isEqualTo(Outcome.Effect.CREATED);
    }

    @Test
    void findsARowThatCameBackUnderAnotherGuidInsteadOfReportingIt() throws InterruptedException {
        BatchSender reporting = reporting();
        RowId row = newRows(1).getFirst();
        send(Action.CREATE, List.of(task(named(row, 1, "x"))));

        assertThat(reporting
                        .send(new Batch(
                                ORDER, Action.UPDATE, List.of(task(named(row, 2, "y"), UUID.randomUUID(), 1, false))))
                        .getFirst())
                .isInstanceOf(RowResult.Doubtful.class);
    }

    private BatchSender reporting() throws InterruptedException {
        return new BatchSender(
                target.lane(),
                target.tables(ORDER),
                KEY_COLUMN,
                ID_COLUMN,
                new ChangeRules(Map.of(), Set.of(), Set.of(ORDER)),
                SinkFiles.none());
    }

    @Test
    void refusesARowWhoseBusinessKeyIsTaken() throws InterruptedException {
        List<RowId> rows = newRows(4);
        String number = "N-" + rowsMade;
        send(Action.CREATE, List.of(task(numbered(rows.get(0), number))));
        UUID other = guid(send(Action.CREATE, List.of(task(numbered(rows.get(1), number + "-b"))))
                .getFirst());

        List<RowResult> updated = send(Action.UPDATE, List.of(task(numbered(rows.get(1), number), other, 0, false)));
        List<RowResult> resolved = send(
                Action.RESOLVE,
                List.of(
                        doubted(numbered(rows.get(1), number)),
                        doubted(numbered(rows.get(2), number)),
                        doubted(numbered(rows.get(3), number + "-c"))));

        assertThat(updated).singleElement().satisfies(BatchSenderEmulatorTest::isTaken);
        // It is there, and says so although it was refused.
        assertThat(resolved.get(0)).isInstanceOfSatisfying(RowResult.Found.class, found -> {
            assertThat(found.guid()).isEqualTo(other);
            assertThat(found.rest()).satisfies(BatchSenderEmulatorTest::isTaken);
        });
        assertThat(resolved.get(1)).satisfies(BatchSenderEmulatorTest::isTaken);
        assertThat(effect(resolved.get(2))).isEqualTo(Outcome.Effect.CREATED);
    }

    @Test
    void takesARowThatIsGoneForDeleted() throws InterruptedException {
        List<RowId> rows = newRows(2);
        send(Action.CREATE, List.of(task(named(rows.get(0), 1, "x"))));

        assertThat(send(Action.DELETE, each(rows, row -> task(Writes.delete(row, 2)))))
                .containsExactly(
                        new RowResult.Done(Outcome.Effect.DELETED, Optional.empty()), new RowResult.AlreadyDone());
        assertThat(send(Action.RESOLVE, each(rows, row -> doubted(Writes.delete(row, 2)))))
                .containsOnly(new RowResult.Done(Outcome.Effect.DELETED, Optional.empty()));
    }

    @Test
    void resolvesDeletesAndUpsertsInTheirOrder() throws InterruptedException {
        List<RowId> rows = newRows(4);
        send(Action.CREATE, each(rows.subList(0, 2), row -> task(named(row, 1, "x"))));

        List<RowResult> results = send(
                Action.RESOLVE,
                List.of(
                        doubted(Writes.delete(rows.get(0), 2)),
                        doubted(named(rows.get(2), 1, "new")),
                        doubted(named(rows.get(1), 2, "y")),
                        doubted(Writes.delete(rows.get(3), 1))));

        assertThat(results)
                .extracting(BatchSenderEmulatorTest::effect)
                .containsExactly(
                        Outcome.Effect.DELETED, Outcome.Effect.CREATED, Outcome.Effect.UPDATED, Outcome.Effect.DELETED);
    }

    @Test
    void livesThroughARestartOfTheTarget() throws InterruptedException {
        List<RowId> rows = newRows(3);
        Map<RowId, UUID> guids = guids(rows, send(Action.CREATE, each(rows, row -> task(named(row, 1, "x")))));

        target.restart();
        List<RowResult> results =
                send(Action.UPDATE, each(rows, row -> task(named(row, 2, "y"), guids.get(row), 1, false)));

        // A connection of before may be dead: then it is not known whether the request was read.
        assertThat(results).allMatch(result -> result instanceof RowResult.Done || result instanceof RowResult.Lost);
        assertThat(send(Action.RESOLVE, each(rows, row -> doubted(named(row, 2, "y")))))
                .allSatisfy(result -> assertThat(effect(result)).isEqualTo(Outcome.Effect.UPDATED));
    }

    @Test
    void namesTokenEndpointAndClientWhenTheSecretIsWrong() throws InterruptedException {
        TargetTables tables = target.tables(ORDER);
        try (Lane wrong = target.lane("not the secret")) {
            BatchSender refused =
                    new BatchSender(wrong, tables, KEY_COLUMN, ID_COLUMN, ChangeRules.NONE, SinkFiles.none());
            Batch batch = new Batch(ORDER, Action.CREATE, List.of(task(named(row(ORDER, "w"), 1, "x"))));

            assertThatThrownBy(() -> refused.send(batch))
                    .hasMessageContaining("/emulator/oauth2/v2.0/token")
                    .hasMessageContaining("11111111-1111-1111-1111-111111111111")
                    .hasMessageNotContaining("not the secret");
        }
    }

    private static void isTaken(RowResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        RowResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RejectionReason.DUPLICATE_VALUE));
    }

    private List<RowResult> send(Action action, List<RowTask> rows) throws InterruptedException {
        return sender.send(new Batch(ORDER, action, rows));
    }

    private List<RowId> newRows(int count) {
        rowsMade += count;
        return IntStream.range(rowsMade - count, rowsMade)
                .mapToObj(number -> row(ORDER, "Käse " + number))
                .toList();
    }

    private JsonNode stored(RowId row) throws InterruptedException {
        return find(row).orElseThrow();
    }

    private Optional<? extends JsonNode> find(RowId row) throws InterruptedException {
        RowAddress key = RowAddress.ByKey.of(KEY_COLUMN, FerryKey.of(row).value());
        return target.lane()
                .reader()
                .row(orders, key, List.of(orders.idColumn(), "mig_name", "mig_number", "mig_freight"))
                .orThrow("read " + row);
    }

    private static EntityWrite named(RowId row, long version, String name) {
        Map<String, Value> columns = new LinkedHashMap<>(columns("mig_name", name));
        columns.put("mig_freight", Value.decimal("3.25"));
        columns.put("mig_lines", Value.whole(7));
        return upsert(row, version, columns);
    }

    private static EntityWrite numbered(RowId row, String number) {
        return upsert(row, 1, columns("mig_number", number));
    }

    private static RowTask task(EntityWrite write) {
        return new RowTask(merged(write, false), Optional.empty(), 0);
    }

    private static RowTask task(EntityWrite write, UUID guid, long targetVersion, boolean inDoubt) {
        return new RowTask(merged(write, inDoubt), Optional.of(guid), targetVersion);
    }

    private static RowTask doubted(EntityWrite write) {
        return new RowTask(merged(write, true), Optional.empty(), 0);
    }

    private static MergedWrite merged(EntityWrite write, boolean inDoubt) {
        QueuedWrite queued = new QueuedWrite(write, Writes.PARTITION, 0, inDoubt, Tries.NONE);
        return new MergedWrite(write, queued, List.of(), inDoubt);
    }

    private interface Making {
        RowTask of(RowId row);
    }

    private static List<RowTask> each(List<RowId> rows, Making making) {
        List<RowTask> tasks = new ArrayList<>();
        rows.forEach(row -> tasks.add(making.of(row)));
        return tasks;
    }

    private static Outcome.Effect effect(RowResult result) {
        assertThat(result).isInstanceOf(RowResult.Done.class);
        return ((RowResult.Done) result).effect();
    }

    private static UUID guid(RowResult result) {
        return ((RowResult.Done) result).guid().orElseThrow();
    }

    private static Map<RowId, UUID> guids(List<RowId> rows, List<RowResult> results) {
        Map<RowId, UUID> guids = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            guids.put(rows.get(i), guid(results.get(i)));
        }
        return guids;
    }
}
