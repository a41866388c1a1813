package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.capture.EmbeddedSource.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dataferry.capture.source.SourceFence;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.envelope.EnvelopeReader.Content;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.SnapshotSettings;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

/** One capture process, from its snapshot to what it follows, read back as the next stage reads it. */
class CaptureProcessIT {

    @Test
    void readsEveryRowThenFollowsTheLog() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE item (id integer, part varchar(10), price numeric(10,2), PRIMARY KEY (part, id))",
                "CREATE TABLE nothing (id integer PRIMARY KEY)",
                "INSERT INTO item SELECT i, 'p' || i % 3, i * 1.10 FROM generate_series(1, 100) i");
        try (CaptureProcess process = source.start("item", "nothing")) {
            source.execute(
                    "UPDATE item SET price = 7 WHERE id = 1",
                    "DELETE FROM item WHERE id = 2",
                    "INSERT INTO item VALUES (101, 'new', NULL)");
            List<ChangeEvent> events = source.awaitEvents(process, "item", 103);

            assertThat(events.stream().filter(ChangeEvent.Snapshotted.class::isInstance))
                    .hasSize(100);
            assertThat(history(events, SourceKey.of(Value.text("p1"), Value.whole(1))))
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly("Snapshotted", "Updated");
            assertThat(history(events, SourceKey.of(Value.text("p2"), Value.whole(2)))
                            .getLast())
                    .isInstanceOf(ChangeEvent.Deleted.class);
            assertThat(((ChangeEvent.Inserted) history(events, SourceKey.of(Value.text("new"), Value.whole(101)))
                                    .getFirst())
                            .after()
                            .get("price"))
                    .isEqualTo(Value.NULL);
            assertPositionsRise(events);
            source.contents("item").forEach(CaptureProcessIT::assertInThePartitionOfItsRow);
            // Every partition of every table hears that the snapshot is complete, also where there are no rows.
            assertThat(markers(source, "item")).hasSize(3);
            assertThat(markers(source, "nothing")).hasSize(3);
        }
    }

    @Test
    void letsDebeziumReadTheRowsWhereThatIsSet() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t SELECT generate_series(1, 50)");
        SnapshotSettings debezium = new SnapshotSettings(SnapshotSettings.By.DEBEZIUM, 1, 1, 0);
        try (CaptureProcess process =
                source.process(debezium, org.dataferry.capture.progress.CaptureListener.NONE, "t")) {
            process.start();
            source.awaitEvents(process, "t", 50);
            source.execute("DELETE FROM t WHERE id = 7");
            List<ChangeEvent> events = source.awaitEvents(process, "t", 51);

            assertThat(history(events, SourceKey.of(Value.whole(7))).getLast()).isInstanceOf(ChangeEvent.Deleted.class);
            assertThat(markers(source, "t")).hasSize(3);
            assertPositionsRise(events);
        }
    }

    @Test
    void givesEachRowOfOneTransactionAPositionOfItsOwn() throws Exception {
        EmbeddedSource source = EmbeddedSource.create("CREATE TABLE t (id integer PRIMARY KEY, n integer)");
        try (CaptureProcess process = source.start("t")) {
            source.execute("BEGIN; INSERT INTO t SELECT i, 0 FROM generate_series(1, 300) i;"
                    + " UPDATE t SET n = n + 1; UPDATE t SET n = n + 1; COMMIT");
            List<ChangeEvent> events = source.awaitEvents(process, "t", 900);

            assertThat(events).extracting(event -> event.id().position()).doesNotHaveDuplicates();
            assertPositionsRise(events);
        }
    }

    @Test
    void turnsAChangedKeyIntoADeleteAndACreate() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY, n integer)", "INSERT INTO t VALUES (1, 5)");
        try (CaptureProcess process = source.start("t")) {
            source.execute("UPDATE t SET id = 2");
            List<ChangeEvent> events = source.awaitEvents(process, "t", 3);

            ChangeEvent deleted = history(events, SourceKey.of(Value.whole(1))).getLast();
            ChangeEvent created = history(events, SourceKey.of(Value.whole(2))).getFirst();
            assertThat(deleted).isInstanceOf(ChangeEvent.Deleted.class);
            assertThat(created).isInstanceOf(ChangeEvent.Inserted.class);
            assertThat(deleted.id().position()).isLessThan(created.id().position());
        }
    }

    @Test
    void flagsALargeValueThatDidNotChange() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY, n integer, large text)",
                "ALTER TABLE t ALTER COLUMN large SET STORAGE EXTERNAL",
                "INSERT INTO t VALUES (1, 1, repeat('x', 20000))");
        try (CaptureProcess process = source.start("t")) {
            source.execute("UPDATE t SET n = 2");
            ChangeEvent.Updated update =
                    (ChangeEvent.Updated) source.awaitEvents(process, "t", 2).getLast();

            assertThat(update.after().get("large")).isEqualTo(Value.ABSENT);
            assertThat(update.after().get("n")).isEqualTo(Value.whole(2));
        }
    }

    @Test
    void bringsGeneratedColumnsWithEveryChange() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY, n integer,"
                        + " twice integer GENERATED ALWAYS AS (n * 2) STORED)",
                "INSERT INTO t VALUES (1, 1)");
        try (CaptureProcess process = source.start("t")) {
            source.execute("UPDATE t SET n = 2");
            ChangeEvent.Updated update =
                    (ChangeEvent.Updated) source.awaitEvents(process, "t", 2).getLast();

            assertThat(update.after().get("twice")).isEqualTo(Value.whole(4));
        }
    }

    @Test
    void beginsAnEpochThatIsCompleteAtOnceWhereATableIsTruncated() throws Exception {
        EmbeddedSource source =
                EmbeddedSource.create("CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
        try (CaptureProcess process = source.start("t")) {
            source.execute("INSERT INTO t VALUES (3)", "BEGIN; TRUNCATE t; INSERT INTO t VALUES (1); COMMIT");
            List<ChangeEvent> events = source.awaitEvents(process, "t", 4);

            assertThat(history(events, SourceKey.of(Value.whole(3))))
                    .extracting(event -> event.id().position().epoch())
                    .containsExactly(1);
            ChangeEvent again = history(events, SourceKey.of(Value.whole(1))).getLast();
            assertThat(again.id().position().epoch()).isEqualTo(2);
            List<SourcePosition> markers = markers(source, "t");
            assertThat(markers).hasSize(6);
            assertThat(markers.getLast()).isLessThan(again.id().position());
        }
    }

    @Test
    void passesAFenceWithTheEndsOfAllThatCameBefore() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY)", "CREATE TABLE empty (id integer PRIMARY KEY)");
        try (CaptureProcess process = source.start("t", "empty")) {
            source.execute("INSERT INTO t SELECT generate_series(1, 50)");
            SourceFence.emit(source.address, "fence-1");
            source.execute("INSERT INTO t SELECT generate_series(51, 60)");
            await(process, () -> fence(source, "fence-1") != null);
            FenceEvent.Reached fence = fence(source, "fence-1");

            SourceTable table = SourceTable.parse(EmbeddedSource.SOURCE, "t");
            Map<Integer, Long> ends = fence.changeOffsets()
                    .get(source.topics.changes(table).name())
                    .byPartition();
            // 50 rows and a marker in each of three partitions.
            assertThat(ends.values().stream().mapToLong(end -> end).sum()).isEqualTo(53);
            assertThat(fence.changeOffsets()).hasSize(2);
            await(
                    process,
                    () -> source.fences().stream()
                                    .filter(each -> ((FenceEvent.Reached) each).kind() == FenceEvent.Kind.HEARTBEAT)
                                    .count()
                            >= 3);
        }
    }

    @Test
    void readsAllTablesAnewWithOneThatCameLater() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY)",
                "CREATE TABLE late (id integer PRIMARY KEY)",
                "INSERT INTO t VALUES (1)",
                "INSERT INTO late VALUES (1)");
        source.start("t").close();

        try (CaptureProcess process =
                source.process(org.dataferry.capture.progress.CaptureListener.NONE, true, "t", "late")) {
            process.start();
            source.awaitEvents(process, "late", 1);
            assertThat(source.awaitEvents(process, "t", 2))
                    .extracting(event -> event.id().position().epoch())
                    .containsExactly(1, 2);
        }
    }

    private static List<ChangeEvent> history(List<ChangeEvent> events, SourceKey key) {
        return events.stream().filter(event -> event.id().key().equals(key)).toList();
    }

    private static void assertPositionsRise(List<ChangeEvent> events) {
        Map<SourceKey, List<ChangeEvent>> byKey = events.stream()
                .collect(Collectors.groupingBy(event -> event.id().key()));
        byKey.values().forEach(history -> {
            List<SourcePosition> positions = new ArrayList<>();
            history.forEach(event -> positions.add(event.id().position()));
            assertThat(positions).isSorted().doesNotHaveDuplicates();
        });
    }

    private static void assertInThePartitionOfItsRow(EmbeddedSource.Read read) {
        if (read.content() instanceof Content.Event(ChangeEvent event)) {
            assertThat(read.partition())
                    .isEqualTo(RowPartitioner.ofSourceKey(event.id().key().text(), 3));
        }
    }

    private static List<SourcePosition> markers(EmbeddedSource source, String table) {
        return source.contents(table).stream()
                .map(EmbeddedSource.Read::content)
                .filter(Content.EpochComplete.class::isInstance)
                .map(content -> ((Content.EpochComplete) content).position())
                .sorted()
                .toList();
    }

    private static FenceEvent.Reached fence(EmbeddedSource source, String id) {
        return source.fences().stream()
                .filter(event -> event.fenceId().equals(id))
                .map(FenceEvent.Reached.class::cast)
                .findFirst()
                .orElse(null);
    }
}
