package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.capture.EmbeddedSource.await;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.control.RowDifference;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted.Step;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that have no primary key, whose rows are known by columns that somebody has named. */
class DeclaredKeyIT {

    private static final String LINES =
            "CREATE TABLE lines (note text, line integer NOT NULL, number text NOT NULL, large text)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE lines REPLICA IDENTITY FULL",
                "CREATE UNIQUE INDEX u ON lines (number, line); ALTER TABLE lines REPLICA IDENTITY USING INDEX u"
            })
    void followsInsertsUpdatesChangesOfTheKeyAndDeletes(String identity) throws Exception {
        EmbeddedSource source = lines();
        source.execute(identity.split(";"));
        source.execute("INSERT INTO lines SELECT 'first', i, 'A', NULL FROM generate_series(1, 3) i");
        try (CaptureProcess process = source.start("lines")) {
            assertThat(rows(source)).isEqualTo(Map.of("tA!ia1", "first", "tA!ia2", "first", "tA!ia3", "first"));

            source.execute(
                    "INSERT INTO lines VALUES ('new', 1, 'B', repeat('x', 5000))",
                    "UPDATE lines SET note = 'changed' WHERE number = 'A' AND line = 1",
                    "UPDATE lines SET note = 'moved', line = 7 WHERE number = 'A' AND line = 2",
                    "DELETE FROM lines WHERE number = 'A' AND line = 3",
                    "UPDATE lines SET note = 'large left alone' WHERE number = 'B'");
            List<ChangeEvent> events = source.awaitEvents(process, "lines", 9);

            assertThat(rows(source))
                    .isEqualTo(Map.of("tA!ia1", "changed", "tA!ia7", "moved", "tB!ia1", "large left alone"));
            assertThat(events)
                    .filteredOn(event -> event.id().key().text().equals("tA!ia2"))
                    .last()
                    .isInstanceOf(ChangeEvent.Deleted.class);
            assertThat(events)
                    .filteredOn(event -> event.id().key().text().equals("tA!ia7"))
                    .singleElement()
                    .isInstanceOf(ChangeEvent.Inserted.class);
        }
        source.execute("UPDATE lines SET number = 'C' WHERE number = 'B'");
        try (CaptureProcess process = source.start("lines")) {
            source.awaitEvents(process, "lines", 11);
            assertThat(rows(source)).containsOnlyKeys("tA!ia1", "tA!ia7", "tC!ia1");
        }
    }

    @Test
    void readsTheirRowsAgain() throws Exception {
        EmbeddedSource source = lines();
        source.execute("ALTER TABLE lines REPLICA IDENTITY FULL");
        source.execute("INSERT INTO lines SELECT 'first', i, 'A', NULL FROM generate_series(1, 30) i");
        try (CaptureProcess process = source.start("lines")) {
            source.leaveOut("lines");
            source.execute(
                    "UPDATE lines SET number = 'B' WHERE line = 1", "UPDATE lines SET note = 'unheard' WHERE line = 2");
            source.takeIn("lines");

            source.readAgain("1", "lines", "", 0);
            await(process, () -> source.steps("1").size() == 2);

            assertThat(source.steps("1").getLast().step()).isEqualTo(Step.PUBLISHED);
            assertThat(source.steps("1").getLast().rows()).isEqualTo(new RowDifference(30, 30, 1, 1, 1));
            assertThat(rows(source))
                    .hasSize(30)
                    .containsEntry("tB!ia1", "first")
                    .containsEntry("tA!ia2", "unheard")
                    .doesNotContainKey("tA!ia1");
        }
    }

    @Test
    void holdsTheChangesOfATableOfWhichOtherColumnsAreNamed() throws Exception {
        EmbeddedSource source = lines();
        source.execute("ALTER TABLE lines REPLICA IDENTITY FULL", "INSERT INTO lines VALUES ('first', 1, 'A')");
        source.start("lines").close();
        source.keys = DeclaredKeys.parse(Map.of("public.lines", List.of("line")));
        try (CaptureProcess process = source.start("lines")) {
            await(process, () -> !source.drifts().isEmpty());

            assertThat(source.drifts()).singleElement().satisfies(drift -> {
                assertThat(drift.paused()).isTrue();
                assertThat(drift.drifts())
                        .containsExactly(new SourceDrift(SourceDrift.Kind.KEY_CHANGED, "number, line", "line"));
            });
        }
    }

    @Test
    void refusesAKeyThatDoesNotTellRowsApartWithExamplesAndPublishesNothing() throws Exception {
        EmbeddedSource source = lines();
        source.execute("ALTER TABLE lines REPLICA IDENTITY FULL");
        source.execute(
                "INSERT INTO lines SELECT 'first', i, 'A', NULL FROM generate_series(1, 100) i",
                "INSERT INTO lines SELECT 'again', 7, 'A', NULL FROM generate_series(1, 2)");

        try (CaptureProcess process = source.process(CaptureListener.NONE, "lines")) {
            process.start();
            assertThatThrownBy(() -> await(process, () -> false))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining(
                            "the key of table public.lines that source.tables declares, (number, line), does not"
                                    + " tell its rows apart: 1 keys have several rows, such as (A, 7) 3 times."
                                    + " Name more columns, or remove what is double");
        }
        assertThat(source.events("lines")).isEmpty();

        source.execute("DELETE FROM lines WHERE note = 'again'");
        try (CaptureProcess process = source.start("lines")) {
            source.awaitEvents(process, "lines", 100);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number, line | SELECT 1 | is not told by the log; run ALTER TABLE public.lines REPLICA IDENTITY FULL, or"
                        + " REPLICA IDENTITY USING INDEX with a unique index that has number, line",
                "number, lin | SELECT 1 | has a column lin, which the table has not; it has note, line, number, large",
                "number, note | SELECT 1 | has the column note, which may be null",
                "number, line | ALTER TABLE lines ADD PRIMARY KEY (number) | the table has a primary key of its own, (number)",
                "number, line | CREATE UNIQUE INDEX u ON lines (number); ALTER TABLE lines REPLICA IDENTITY USING INDEX u"
                        + " | is not told by the log",
            })
    void saysWhyColumnsAreNoKey(String key, String statements, String why) throws Exception {
        EmbeddedSource source = lines();
        source.execute(statements.split(";"));
        source.keys = DeclaredKeys.parse(Map.of("public.lines", List.of(key.split(", "))));

        assertThatThrownBy(() -> source.start("lines"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("the key of table public.lines that source.tables declares")
                .hasMessageContaining(why);
    }

    @Test
    void asksForAKeyWhereThereIsNone() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(LINES);

        assertThatThrownBy(() -> source.start("lines"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(
                        "table public.lines has no primary key; add one, name the columns that tell its rows apart"
                                + " (source.tables.public.lines.key), or leave the table out");
    }

    private static EmbeddedSource lines() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(LINES);
        source.keys = DeclaredKeys.parse(Map.of("public.lines", List.of("number", "line")));
        return source;
    }

    private static Map<String, String> rows(EmbeddedSource source) {
        Map<String, String> rows = new TreeMap<>();
        for (ChangeEvent event : source.events("lines")) {
            String key = event.id().key().text();
            switch (event) {
                case ChangeEvent.Snapshotted(var id, var at, SourceRow after) -> rows.put(key, note(after));
                case ChangeEvent.Inserted(var id, var at, SourceRow after) -> rows.put(key, note(after));
                case ChangeEvent.Updated(var id, var at, var before, SourceRow after) -> rows.put(key, note(after));
                case ChangeEvent.Deleted ignored -> rows.remove(key);
            }
        }
        return rows;
    }

    private static String note(SourceRow row) {
        return ((Value.Text) row.get("note")).value();
    }
}
