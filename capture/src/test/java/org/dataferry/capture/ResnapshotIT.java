package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.capture.EmbeddedSource.await;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.control.RowDifference;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted.Step;
import org.dataferry.schemas.settings.ResnapshotLimits;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

/**
 * Rows of a table are read again while capture follows its changes. What went past the log is made so: the publication leaves
 * the table out for a while.
 */
class ResnapshotIT {

    private static final int ROWS = 8_000;

    private static final String TABLE =
            "CREATE TABLE t (id integer PRIMARY KEY, status text, large text, note text, made timestamptz DEFAULT now())";

    @Test
    void makesTheLogWhatTheTableIsWhileAnApplicationWrites() throws Exception {
        long seed = Long.getLong("ferry.seed", System.nanoTime());
        System.out.println("seed " + seed);
        EmbeddedSource source = EmbeddedSource.create(BusySource.TABLES);
        source.execute(BusySource.fill(ROWS));
        source.again = new ResnapshotLimits(3_000, 5);
        try (CaptureProcess process = source.start("busy");
                BusySource busy = BusySource.start(source.address, ROWS, seed)) {
            Thread.sleep(500);
            source.leaveOut("busy");
            source.execute(
                    "UPDATE busy SET large = repeat('l', 5000), v = nextval('versions') WHERE id % 10 = 1",
                    "UPDATE busy SET note = 'unheard', v = nextval('versions') WHERE id % 10 = 2",
                    "DELETE FROM busy WHERE id % 100 = 3",
                    "INSERT INTO busy SELECT i, 0, nextval('versions'), repeat('u', 4000), 'unheard'"
                            + " FROM generate_series(500001, 500300) i");
            Thread.sleep(1_000);
            source.takeIn("busy");

            source.readAgain("1", "busy", "", 0);
            // As they are read, rows change without their large columns.
            while (source.steps("1").stream().noneMatch(step -> step.step().isLast())) {
                process.throwIfFailed();
                source.execute(
                        "UPDATE busy SET n = n + 1, v = nextval('versions') WHERE id % 50 = 1",
                        "UPDATE busy SET n = n + 1, v = nextval('versions') WHERE id BETWEEN 500001 AND 500050");
            }
            busy.stop();
            source.execute("INSERT INTO busy VALUES (-1, 0, nextval('versions'), NULL, 'end')");
            await(process, () -> SnapshotUnderLoadIT.has(source.events("busy"), -1));

            List<Resnapshotted> steps = source.steps("1");
            assertThat(steps).extracting(Resnapshotted::step).containsExactly(Step.COUNTED, Step.PUBLISHED);
            assertThat(steps.getFirst().rows().deleted()).isGreaterThan(50);
            assertThat(steps.getFirst().rows().inserted()).isGreaterThan(200);
            assertThat(steps.getFirst().rows().changed()).isGreaterThan(800);
            assertThat(FoldedTable.foldWithGaps(source.events("busy"))).isEqualTo(FoldedTable.inSource(source.address));
        }
    }

    @Test
    void publishesOnlyWhatIsDifferentAndOfOneConditionWhatSatisfiesItAtEitherEnd() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                TABLE, "INSERT INTO t SELECT i, 'open', NULL, 'as it was' FROM generate_series(1, 100) i");
        try (CaptureProcess process = source.start("t")) {
            source.leaveOut("t");
            source.execute(
                    "UPDATE t SET note = 'changed within' WHERE id = 1",
                    "UPDATE t SET status = 'closed' WHERE id = 2",
                    "DELETE FROM t WHERE id = 3",
                    "INSERT INTO t VALUES (201, 'open', NULL, 'new within')",
                    "INSERT INTO t VALUES (202, 'closed', NULL, 'new without')");
            source.takeIn("t");
            source.execute("UPDATE t SET status = 'closed' WHERE id = 4");
            int before = source.awaitEvents(process, "t", 101).size();
            source.leaveOut("t");
            source.execute(
                    "UPDATE t SET note = 'changed without' WHERE id = 4", "UPDATE t SET status = 'open' WHERE id = 4");
            source.execute("UPDATE t SET status = 'closed' WHERE id = 4", "DELETE FROM t WHERE id = 5");
            source.takeIn("t");

            source.readAgain("2", "t", "t.status = 'open' AND made > '2020-01-01' AND note LIKE '%;%' IS NOT TRUE", 2);
            await(process, () -> source.steps("2").size() == 2);

            assertThat(source.steps("2")).extracting(Resnapshotted::step).containsExactly(Step.COUNTED, Step.PUBLISHED);
            assertThat(source.steps("2").getLast().rows()).isEqualTo(new RowDifference(99, 97, 1, 2, 2));
            List<ChangeEvent> published =
                    source.events("t").subList(before, source.events("t").size());
            assertThat(source.events("t")).hasSize(before + 5);
            Map<Long, String> rows = rows(source.events("t"));
            assertThat(rows)
                    .containsEntry(1L, "open changed within")
                    .as("it is there, although it does not satisfy the condition any more")
                    .containsEntry(2L, "closed as it was")
                    .containsEntry(201L, "open new within")
                    .as("it is in question at neither end")
                    .containsEntry(4L, "closed as it was")
                    .doesNotContainKeys(3L, 5L, 202L);
            assertThat(published).hasSize(5);

            source.readAgain("3", "public.t", "", 0);
            await(process, () -> source.steps("3").size() == 2);
            assertThat(source.steps("3").getLast().rows()).isEqualTo(new RowDifference(99, 100, 1, 1, 0));
            assertThat(rows(source.events("t")))
                    .containsEntry(4L, "closed changed without")
                    .containsEntry(202L, "closed new without");

            source.readAgain("4", "t", "", 0);
            await(process, () -> source.steps("4").size() == 2);
            assertThat(source.steps("4").getLast().rows()).isEqualTo(new RowDifference(100, 100, 0, 0, 0));
        }
    }

    @Test
    void deletesNothingBeyondItsShareUntilSomebodySaysHowMany() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                TABLE, "INSERT INTO t SELECT i, 'open', NULL, 'as it was' FROM generate_series(1, 100) i");
        try (CaptureProcess process = source.start("t")) {
            source.leaveOut("t");
            source.execute("DELETE FROM t WHERE id <= 6", "UPDATE t SET note = 'changed' WHERE id = 7");
            source.takeIn("t");

            source.readAgain("1", "t", "", 0);
            await(process, () -> source.steps("1").size() == 2);

            Resnapshotted stopped = source.steps("1").getLast();
            assertThat(stopped.step()).isEqualTo(Step.STOPPED);
            assertThat(stopped.rows()).isEqualTo(new RowDifference(100, 94, 0, 1, 6));
            assertThat(stopped.text())
                    .isEqualTo(
                            "6 of 100 rows would be deleted, which is more than 5 %. Nothing was published. If they are"
                                    + " gone for good, ask again with --accept-deletes 6");
            assertThat(source.events("t")).hasSize(100);

            source.readAgain("2", "t", "", 6);
            await(process, () -> source.steps("2").size() == 2);

            assertThat(source.steps("2").getLast().step()).isEqualTo(Step.PUBLISHED);
            assertThat(rows(source.events("t"))).hasSize(94).containsEntry(7L, "open changed");
        }
    }

    @Test
    void saysWhatIsWrongWithAConditionAndPublishesNothing() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                TABLE, "CREATE TABLE u (id integer PRIMARY KEY, b bytea)", "INSERT INTO t VALUES (1, 'open')");
        try (CaptureProcess process = source.start("t")) {
            Map<String, String> wrong = Map.of(
                    "state = 'open'", "column \"state\" does not exist",
                    "status", "must be type boolean",
                    "id IN (SELECT id FROM u)", "has a query in it",
                    "true) OR (id > 0", "closes a parenthesis that it has not opened",
                    "id > 0; DROP TABLE t", "has a ; in it",
                    "id > 0 -- and so on", "has a comment in it",
                    "note = 'it''s", "opens a quote that it does not close",
                    "1 = 1", "reads no column of public.t",
                    "xmin > 5", "does not exist");
            int number = 0;
            for (Map.Entry<String, String> each : wrong.entrySet()) {
                String id = "w" + number++;
                source.readAgain(id, "t", each.getKey(), 0);
                await(process, () -> !source.steps(id).isEmpty());
                assertThat(source.steps(id).getLast().step()).isEqualTo(Step.FAILED);
                assertThat(source.steps(id).getLast().text()).contains(each.getValue());
            }
            source.readAgain("u", "u", "", 0);
            await(process, () -> !source.steps("u").isEmpty());
            assertThat(source.steps("u").getLast().text())
                    .isEqualTo("table public.u is not captured; captured are [public.t]");
            assertThat(source.events("t")).hasSize(1);
        }
    }

    @Test
    void beginsAgainWhenItWasKilledAmidPublishing() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(BusySource.TABLES);
        source.execute(BusySource.fill(2_000));
        try (CaptureProcess process = source.start("busy")) {
            source.leaveOut("busy");
            source.execute(
                    "UPDATE busy SET note = 'unheard', large = repeat('k', 3000), v = nextval('versions') WHERE id > 300",
                    "DELETE FROM busy WHERE id <= 50");
            source.takeIn("busy");
            process.throwIfFailed();
        }
        source.readAgain("1", "busy", "", 0);

        KilledCapture.run(source, source.registry, "busy", 700);
        assertThat(source.steps("1")).extracting(Resnapshotted::step).containsExactly(Step.COUNTED);
        source.execute("UPDATE busy SET n = n + 1, v = nextval('versions') WHERE id BETWEEN 200 AND 1500");
        try (CaptureProcess process = source.start("busy")) {
            await(process, () -> source.steps("1").getLast().step() == Step.PUBLISHED);
            source.execute("INSERT INTO busy VALUES (-1, 0, nextval('versions'), NULL, 'end')");
            await(process, () -> SnapshotUnderLoadIT.has(source.events("busy"), -1));
        }
        assertThat(source.steps("1"))
                .extracting(Resnapshotted::step)
                .containsExactly(Step.COUNTED, Step.COUNTED, Step.PUBLISHED);
        assertThat(FoldedTable.foldWithGaps(source.events("busy"))).isEqualTo(FoldedTable.inSource(source.address));
    }

    private static Map<Long, String> rows(List<ChangeEvent> events) {
        Map<Long, String> rows = new TreeMap<>();
        for (ChangeEvent event : events) {
            long key = ((Value.Whole) event.id().key().components().getFirst()).value();
            switch (event) {
                case ChangeEvent.Snapshotted(var id, var at, SourceRow after) -> rows.put(key, words(after));
                case ChangeEvent.Inserted(var id, var at, SourceRow after) -> rows.put(key, words(after));
                case ChangeEvent.Updated(var id, var at, var before, SourceRow after) -> rows.put(key, words(after));
                case ChangeEvent.Deleted ignored -> rows.remove(key);
            }
        }
        return rows;
    }

    private static String words(SourceRow row) {
        return ((Value.Text) row.get("status")).value() + " " + ((Value.Text) row.get("note")).value();
    }
}
