package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.EmulatedTarget.ID_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.KEY_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.EmulatedTarget.Answered;
import org.dataferry.sink.testing.Writes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a batch with bad rows costs, counted at the emulator: its log says which requests came and how many rows each had. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedBatchesEmulatorTest {

    private static final int BATCHES = 20;
    private static final int MOST_ROWS = 200;
    private static final String TAKEN = "taken";

    private EmulatedTarget target;
    private BatchSender sender;
    private int rowsMade;

    /** What is wrong with a row, and how the target tells. */
    private enum Fault {
        /** The message names column and length: no row, but those that have such a text are found. */
        TOO_LONG,
        /** The message names the column: no row. */
        CONTROL_CHARACTER,
        /** An annotation names the value. */
        TAKEN_NUMBER,
        /** The message names the missing row. */
        MISSING_ACCOUNT
    }

    @BeforeAll
    void makesTheTable(@TempDir Path folder) throws InterruptedException {
        target = EmulatedTarget.start(folder);
        target.makeOrders();
        sender = new BatchSender(
                target.lane(), target.tables(ORDER), KEY_COLUMN, ID_COLUMN, ChangeRules.NONE, SinkFiles.none());
        send(Action.CREATE, List.of(task(upsert(newRow(), 1, columns("mig_number", TAKEN)), Optional.empty())));
    }

    @AfterEach
    void clearsFaults() {
        target.clearFaults();
    }

    @AfterAll
    void stops() {
        target.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void findsBadRowsWithinTheBoundAndWritesHealthyOnesOnce(Fault fault) throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed of batches with " + fault + ": " + seed);
        Random random = new Random(seed);
        for (int time = 0; time < BATCHES; time++) {
            int rows = 1 + random.nextInt(MOST_ROWS);
            Set<Integer> bad = positions(rows, random);
            // A create of a taken number is looked up by key first, as the row may be there: that is another way.
            boolean creates = fault != Fault.TAKEN_NUMBER && random.nextBoolean();

            Counted counted = creates ? created(rows, bad, fault) : updated(rows, bad, fault);

            String what = "seed %d, batch %d: %s %d of %d rows with %s"
                    .formatted(seed, time, creates ? "creating" : "updating", counted.bad(), rows, fault);
            assertThat(counted.further()).as(what).isLessThanOrEqualTo(bound(rows, counted.bad()));
            assertThat(counted.rowsWritten()).as(what).isEqualTo(rows - counted.bad());
        }
    }

    @Test
    void dividesWhatIsTooLargeUntilItFits() throws InterruptedException {
        long before = target.lastAnswered();
        target.fault("""
                {"path":"CreateMultiple","effect":"respond","status":413,"code":"0x8004418a","count":3}""");

        List<RowResult> results = send(Action.CREATE, fine(64));

        assertThat(results).hasSize(64).allMatch(RowResult.Done.class::isInstance);
        assertThat(target.answeredAfter(before))
                .filteredOn(Answered::succeeded)
                .extracting(Answered::rows)
                .containsExactly(8, 8, 16, 32);
    }

    @Test
    void givesAllRowsBackThatMetADeadlockTogether() throws InterruptedException {
        long before = target.lastAnswered();
        target.fault("""
                {"path":"CreateMultiple","effect":"deadlock"}""");

        assertThat(send(Action.CREATE, fine(64)))
                .hasSize(64)
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                RowResult.RolledBack.class,
                                back -> assertThat(back.reason()).isEqualTo(RejectionReason.TARGET_BUSY)));
        assertThat(target.answeredAfter(before))
                .as("whoever sends them later decides how many")
                .hasSize(1);
    }

    @Test
    void isInDoubtAboutAllRowsOfAGatewayTimeout() throws InterruptedException {
        target.fault("""
                {"path":"CreateMultiple","effect":"gatewayTimeout"}""");

        assertThat(send(Action.CREATE, fine(8))).hasSize(8).allMatch(RowResult.Lost.class::isInstance);
    }

    @Test
    void findsARowThatAPlugInRefusesAmongHealthyOnes() throws InterruptedException {
        target.fault("""
                {"table":"mig_order","where":{"column":"mig_name","equals":"sick"},"effect":"pluginFailure",
                "message":"no credit","lasts":"10m"}""");
        List<RowTask> rows = new ArrayList<>(fine(30));
        rows.set(11, task(upsert(newRow(), 1, columns("mig_name", "sick")), Optional.empty()));

        List<RowResult> results = send(Action.CREATE, rows);

        assertThat(results.get(11)).isInstanceOfSatisfying(RowResult.RolledBack.class, back -> {
            assertThat(back.reason()).isEqualTo(RejectionReason.CUSTOM_LOGIC_FAILED);
            assertThat(back.why()).contains("no credit");
        });
        assertThat(results).filteredOn(RowResult.Done.class::isInstance).hasSize(29);
    }

    @Test
    void findsAValueThatIsTakenByItsNameWithoutDividing() throws InterruptedException {
        Counted counted = updated(128, Set.of(77), Fault.TAKEN_NUMBER);

        assertThat(counted.further()).as("only the 127 others were sent again").isEqualTo(1);
    }

    @Test
    void findsTextsThatAreTooLongByTheirLengthWithoutDividing() throws InterruptedException {
        assertThat(created(128, Set.of(77), Fault.TOO_LONG).further())
                .as("only the 127 others were sent again")
                .isEqualTo(1);
        assertThat(updated(128, Set.of(3, 77, 90), Fault.TOO_LONG).further())
                .as("each alone, and the 125 others")
                .isEqualTo(4);
    }

    /** @param further requests after the first */
    private record Counted(int further, int rowsWritten, int bad) {}

    private Counted created(int rows, Set<Integer> bad, Fault fault) throws InterruptedException {
        List<RowTask> tasks = IntStream.range(0, rows)
                .mapToObj(i -> task(write(newRow(), 1, bad.contains(i), fault), Optional.empty()))
                .toList();
        return counted(Action.CREATE, tasks, bad);
    }

    private Counted updated(int rows, Set<Integer> bad, Fault fault) throws InterruptedException {
        List<RowId> ids = IntStream.range(0, rows).mapToObj(i -> newRow()).toList();
        List<RowResult> made = send(
                Action.CREATE,
                ids.stream()
                        .map(id -> task(upsert(id, 1, columns("mig_name", "old")), Optional.empty()))
                        .toList());
        List<RowTask> tasks = IntStream.range(0, rows)
                .mapToObj(
                        i -> task(write(ids.get(i), 2, bad.contains(i), fault), ((RowResult.Done) made.get(i)).guid()))
                .toList();
        return counted(Action.UPDATE, tasks, bad);
    }

    private Counted counted(Action action, List<RowTask> tasks, Set<Integer> bad) throws InterruptedException {
        long before = target.lastAnswered();
        List<RowResult> results = send(action, tasks);
        List<Answered> requests = target.answeredAfter(before);
        int found = 0;
        for (int i = 0; i < tasks.size(); i++) {
            boolean done = results.get(i) instanceof RowResult.Done;
            assertThat(done)
                    .as("row %d of %d: %s", i, tasks.size(), results.get(i))
                    .isEqualTo(!bad.contains(i));
            found += done ? 0 : 1;
        }
        int written = requests.stream()
                .filter(request -> request.writes() && request.succeeded())
                .mapToInt(Answered::rows)
                .sum();
        return new Counted(requests.size() - 1, written, found);
    }

    private List<RowTask> fine(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> task(upsert(newRow(), 1, columns("mig_name", "fine")), Optional.empty()))
                .toList();
    }

    private static int bound(int rows, int bad) {
        int divisions = 0;
        while ((long) bad << divisions < rows) {
            divisions++;
        }
        return 2 * bad * (divisions + 1);
    }

    /** Alone, few, or many; scattered or side by side. */
    private static Set<Integer> positions(int rows, Random random) {
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? rows : Math.min(rows, 5));
        if (random.nextInt(3) == 0) {
            int first = random.nextInt(rows - count + 1);
            return Set.copyOf(IntStream.range(first, first + count).boxed().toList());
        }
        List<Integer> all = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        Collections.shuffle(all, random);
        return Set.copyOf(all.subList(0, count));
    }

    private static EntityWrite write(RowId row, long version, boolean bad, Fault fault) {
        Map<String, Value> columns = new HashMap<>(columns("mig_name", "new"));
        Map<String, LookupTarget> lookups = new HashMap<>();
        if (bad) {
            switch (fault) {
                case TOO_LONG -> columns.put("mig_name", Value.text("x".repeat(41)));
                case CONTROL_CHARACTER -> columns.put("mig_name", Value.text("a\u0001b"));
                case TAKEN_NUMBER -> columns.put("mig_number", Value.text(TAKEN));
                case MISSING_ACCOUNT ->
                    lookups.put(
                            "mig_accountid",
                            new LookupTarget.ByGuid(row("account", "of " + row.text()), UUID.randomUUID()));
            }
        }
        return upsert(row, version, OptionalLong.empty(), columns, lookups, columns.keySet());
    }

    private List<RowResult> send(Action action, List<RowTask> rows) throws InterruptedException {
        return sender.send(new Batch(ORDER, action, rows));
    }

    private RowId newRow() {
        return row(ORDER, "refused " + rowsMade++);
    }

    private static RowTask task(EntityWrite write, Optional<UUID> guid) {
        QueuedWrite queued = new QueuedWrite(write, Writes.PARTITION, 0, false, Tries.NONE);
        return new RowTask(new MergedWrite(write, queued, List.of(), false), guid, 0);
    }
}
