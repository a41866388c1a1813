package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.capture.EmbeddedSource.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.DumpTypes;
import org.dataferry.capture.dump.intake.Intake;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.rows.SourceRows;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeReader.Content;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.DumpLimits;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps, from files to what the next stage reads. */
class DumpCaptureIT {

    private static final TableName ITEM = new TableName("public", "item");

    @TempDir
    private Path folder;

    private EmbeddedSource kafka;
    private DumpSource source;
    private long minute;

    @BeforeEach
    void create() throws Exception {
        kafka = EmbeddedSource.create();
        source = new DumpSource(
                folder.resolve("kept"),
                Optional.of(folder.resolve("dumps")),
                Optional.empty(),
                List.of(new DumpTable(
                        ITEM,
                        new DumpTable.InFiles("item*.csv", DumpTable.Csv.USUAL),
                        List.of("id", "part"),
                        Map.of("price", DumpTypes.parse("decimal(9,2)")),
                        50)),
                new DumpLimits(
                        256,
                        2,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(20),
                        50,
                        50,
                        5,
                        1_000,
                        Duration.ofSeconds(30)));
        Files.createDirectories(source.folder().orElseThrow());
    }

    @Test
    void firstDumpIsReadWholeAndLaterOnesAreTheirChanges() throws Exception {
        put("item-1.csv", """
                id,part,price,at,day,note
                1,a,1.50,2024-05-05 12:00:00+02,2024-05-05,"x, ""y""\"
                2,b,,,,
                3,c,7.00,2024-05-05T12:00:00Z,2024-01-01,z
                """);
        try (Capture capture = start(CaptureListener.NONE)) {
            List<ChangeEvent> first = kafka.awaitEvents(capture, "item", 3);
            assertThat(first).allMatch(ChangeEvent.Snapshotted.class::isInstance);
            assertThat(first).extracting(event -> event.id().position().text()).containsOnly("d1.1");
            SourceRow one = ((ChangeEvent.Snapshotted) of(first, 1, "a").getFirst()).after();
            assertThat(one.columns())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "id", Value.whole(1),
                            "part", Value.text("a"),
                            "price", Value.decimal("1.5"),
                            "at", new Value.Moment(Instant.parse("2024-05-05T10:00:00Z")),
                            "day", new Value.Day(java.time.LocalDate.of(2024, 5, 5)),
                            "note", Value.text("x, \"y\"")));

            put("item-2.csv", """
                    id,part,price,at,day,note
                    1,a,2.50,2024-05-05 12:00:00+02,2024-05-05,"x, ""y""\"
                    3,c,7.00,2024-05-05T12:00:00Z,2024-01-01,z
                    4,d,,,,
                    """);
            List<ChangeEvent> all = kafka.awaitEvents(capture, "item", 6);

            ChangeEvent.Updated updated = (ChangeEvent.Updated) of(all, 1, "a").getLast();
            assertThat(updated.before()).isEqualTo(one);
            assertThat(updated.after()).isEqualTo(one.with(Map.of("price", Value.decimal("2.5"))));
            assertThat(of(all, 2, "b").getLast())
                    .isInstanceOfSatisfying(
                            ChangeEvent.Deleted.class,
                            deleted -> assertThat(deleted.before().get("id")).isEqualTo(Value.whole(2)));
            assertThat(of(all, 4, "d").getLast()).isInstanceOf(ChangeEvent.Inserted.class);
            assertThat(all.subList(0, 6).stream()
                            .map(event -> event.id().position().text())
                            .filter("d1.2"::equals))
                    .hasSize(3);
            assertThat(rows()).isEqualTo(folded(all));
        }
    }

    @Test
    void aFenceIsReachedBehindAllThatLiesInTheFolder() throws Exception {
        put("item-1.csv", csv(1, 200));
        put("item-2.csv", csv(1, 201));
        source.fence("behind-both");
        try (Capture capture = start(CaptureListener.NONE)) {
            await(capture, () -> fence("behind-both").isPresent());

            FenceEvent.Reached reached = fence("behind-both").orElseThrow();
            long sent = reached
                    .changeOffsets()
                    .get(kafka.topics
                            .changes(new SourceTable(EmbeddedSource.SOURCE, "public", "item"))
                            .name())
                    .byPartition()
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
            // 201 changes, and a marker in each of three partitions that the first dump is complete.
            assertThat(sent).isEqualTo(204);
            assertThat(fence("dump public.item 1.2")).isPresent();
            await(
                    capture,
                    () -> kafka.fences().stream()
                            .anyMatch(event -> event instanceof FenceEvent.Reached mark
                                    && mark.kind() == FenceEvent.Kind.HEARTBEAT));
            assertThat(source.fences().asked()).isEmpty();
        }
    }

    @Test
    void aDumpThatWasCutShortIsPublishedAgainWithTheSamePositions() throws Exception {
        put("item-1.csv", csv(1, 100));
        int[] changes = new int[1];
        try (Capture dying = start(new CaptureListener() {
            @Override
            public void changePublished(SourceTable table) {
                if (++changes[0] == 60) {
                    throw new IllegalStateException("killed");
                }
            }
        })) {
            assertThatThrownBy(() -> await(dying, () -> false)).hasMessageContaining("killed");
        }
        put("item-2.csv", csv(2, 101));
        try (Capture capture = start(CaptureListener.NONE)) {
            await(capture, () -> fence("dump public.item 1.2").isPresent());
        }
        List<ChangeEvent> events = kafka.events("item");

        assertThat(events).hasSize(162);
        assertThat(events.stream()
                        .collect(Collectors.groupingBy(
                                event -> event.id().position(),
                                Collectors.mapping(e -> e.id().key(), Collectors.toSet()))))
                .hasEntrySatisfying(
                        new SourcePosition.InDump(1, 1),
                        keys -> assertThat(keys).hasSize(100))
                .hasEntrySatisfying(
                        new SourcePosition.InDump(1, 2),
                        keys -> assertThat(keys).hasSize(2));
        assertThat(folded(events)).isEqualTo(rows());
    }

    @Test
    void whereTheFilesAreLostTheNextDumpBeginsAnEpoch() throws Exception {
        put("item-1.csv", csv(1, 10));
        try (Capture capture = start(CaptureListener.NONE)) {
            await(capture, () -> fence("dump public.item 1.1").isPresent());
        }
        delete(source.dumps());
        put("item-1.csv", csv(3, 12));
        try (Capture capture = start(CaptureListener.NONE)) {
            await(capture, () -> fence("dump public.item 2.1").isPresent());
        }

        assertThat(kafka.contents("item").stream()
                        .filter(read -> read.content() instanceof Content.EpochComplete)
                        .map(read -> ((Content.EpochComplete) read.content())
                                .position()
                                .text()))
                .containsExactlyInAnyOrder("d1.1", "d1.1", "d1.1", "d2.1", "d2.1", "d2.1");
        assertThat(kafka.events("item")).hasSize(20);
    }

    @Test
    void rowsThatCannotBeReadAreLettersAndTheOthersGoOn() throws Exception {
        put("item-1.csv", "id,part,price\n1,a,1.00\n2,b,dear\n3,c\n4,d,4.00\n");
        try (Capture capture = start(CaptureListener.NONE)) {
            await(capture, () -> fence("dump public.item 1.1").isPresent());
        }

        assertThat(kafka.events("item")).hasSize(2);
        assertThat(kafka.letters())
                .hasEntrySatisfying(
                        "2\tb\tdear",
                        reason -> assertThat(reason)
                                .contains(
                                        "public.item, dump 1 (item-1.csv)",
                                        "column price is 'dear', expected decimal(9,2)"))
                .hasEntrySatisfying("3,c", reason -> assertThat(reason).contains("line 4", "missing columns"));
    }

    @Test
    void dumpsOfAnotherProcessArePublishedWhileThisOneRuns() throws Exception {
        put("item-1.csv", csv(1, 10));
        try (Capture capture = start(CaptureListener.NONE)) {
            kafka.awaitEvents(capture, "item", 10);
            Path elsewhere = Files.writeString(folder.resolve("elsewhere.csv"), csv(1, 12));

            Verdict verdict = new Intake(
                            source.tables().getFirst(),
                            source.files(source.tables().getFirst()),
                            source.limits(),
                            Clock.systemUTC(),
                            cancel -> {})
                    .take(elsewhere, false);

            assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
            kafka.awaitEvents(capture, "item", 12);
        }
    }

    private Capture start(CaptureListener listener) {
        Capture capture = new DumpCapture(
                new DumpCaptureSettings(
                        kafka.topics,
                        kafka.client,
                        kafka.avro,
                        source,
                        EmbeddedSource.SOURCE,
                        List.of(ITEM),
                        new LimitSettings.Capture(13, 64, Duration.ofMillis(2), Duration.ofMillis(200))),
                listener,
                Clock.systemUTC());
        capture.start();
        return capture;
    }

    private void put(String name, String text) throws IOException {
        Path written = Files.writeString(folder.resolve("written"), text);
        Files.setLastModifiedTime(written, FileTime.from(Instant.ofEpochSecond(1_700_000_000L + 60 * minute++)));
        Files.move(
                written,
                source.folder().orElseThrow().resolve(name),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static String csv(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> i + ",p" + i % 3 + "," + i + ".25\n")
                .collect(Collectors.joining("", "id,part,price\n", ""));
    }

    private Optional<FenceEvent.Reached> fence(String id) {
        return kafka.fences().stream()
                .filter(FenceEvent.Reached.class::isInstance)
                .map(FenceEvent.Reached.class::cast)
                .filter(reached -> reached.fenceId().equals(id))
                .findFirst();
    }

    private static List<ChangeEvent> of(List<ChangeEvent> events, long id, String part) {
        SourceKey key = SourceKey.of(Value.whole(id), Value.text(part));
        return events.stream().filter(event -> event.id().key().equals(key)).toList();
    }

    /** What the source has now, as whoever verifies reads it. */
    private Map<SourceKey, SourceRow> rows() throws InterruptedException {
        Map<SourceKey, SourceRow> rows = new HashMap<>();
        try (SourceRows reading = source.rows(100, 1)) {
            var table = source.catalogue().require(ITEM);
            reading.readAll(table, row -> rows.put(row.key(), row.row()));
            Map<SourceKey, SourceRow> byKey = new HashMap<>();
            reading.read(table, rows.keySet(), row -> byKey.put(row.key(), row.row()));
            assertThat(byKey).isEqualTo(rows);
        }
        return rows;
    }

    /** What is left when all changes have been made, in the order of each key. */
    private static Map<SourceKey, SourceRow> folded(List<ChangeEvent> events) {
        Map<SourceKey, SourceRow> rows = new HashMap<>();
        for (ChangeEvent event : events) {
            switch (event) {
                case ChangeEvent.Snapshotted(var id, var at, var after) -> rows.put(id.key(), after);
                case ChangeEvent.Inserted(var id, var at, var after) -> rows.put(id.key(), after);
                case ChangeEvent.Updated(var id, var at, var before, var after) -> rows.put(id.key(), after);
                case ChangeEvent.Deleted(var id, var at, var before) -> rows.remove(id.key());
            }
        }
        return rows;
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
