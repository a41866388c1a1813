package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.capture.EmbeddedSource.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dataferry.capture.drift.DriftRule;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.DriftPolicy;
import org.junit.jupiter.api.Test;

/** What becomes of changes whose table is altered while they flow. */
class DriftIT {

    @Test
    void recordsWhatTheMappingDoesNotReadAndGoesOn() throws Exception {
        EmbeddedSource source = EmbeddedSource.create("CREATE TABLE t (id integer PRIMARY KEY, a text, b text)");
        source.rules = Map.of(TableName.parse("t"), new DriftRule(DriftPolicy.MAP, "a"::equals));
        try (CaptureProcess process = source.start("t")) {
            source.execute(
                    "INSERT INTO t VALUES (1, 'a', 'b')",
                    "ALTER TABLE t ADD c integer DEFAULT 7",
                    "INSERT INTO t VALUES (2, 'a', 'b', 8)",
                    "ALTER TABLE t DROP b",
                    "INSERT INTO t VALUES (3, 'a', 9)");

            List<ChangeEvent> events = source.awaitEvents(process, "t", 3);

            assertThat(source.drifts()).allMatch(drift -> !drift.paused());
            assertThat(source.drifts())
                    .flatExtracting(SourceEvent.Drifted::drifts)
                    .containsExactlyInAnyOrder(
                            new SourceDrift(SourceDrift.Kind.COLUMN_ADDED, "", "c integer"),
                            new SourceDrift(SourceDrift.Kind.COLUMN_DROPPED, "b text", ""));
            assertThat(events.getLast()).isInstanceOf(ChangeEvent.Inserted.class);
        }
    }

    @Test
    void holdsATableWhoseMappedColumnIsRenamedUntilSomebodyAcceptsIt() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY, a text)", "CREATE TABLE other (id integer PRIMARY KEY)");
        try (CaptureProcess process = source.start("t", "other")) {
            source.execute(
                    "INSERT INTO t VALUES (1, 'before')",
                    "ALTER TABLE t RENAME a TO b",
                    "INSERT INTO t VALUES (2, 'after')",
                    "UPDATE t SET b = 'again' WHERE id = 1",
                    "TRUNCATE t",
                    "INSERT INTO t VALUES (3, 'last')",
                    "INSERT INTO other VALUES (1)");
            source.awaitEvents(process, "other", 1);

            assertThat(source.drifts()).singleElement().satisfies(drift -> {
                assertThat(drift.paused()).isTrue();
                assertThat(drift.drifts())
                        .containsExactly(new SourceDrift(SourceDrift.Kind.COLUMN_RENAMED, "a text", "b text"));
            });
            assertThat(source.events("t")).hasSizeLessThan(2);
        }
        // A process that is started again holds it still.
        try (CaptureProcess process = source.start("t", "other")) {
            source.execute("INSERT INTO t VALUES (4, 'later')", "INSERT INTO other VALUES (2)");
            source.awaitEvents(process, "other", 2);
            assertThat(source.events("t")).hasSizeLessThan(2);

            source.accept("t");

            await(
                    process,
                    () -> source.events("t").stream()
                            .anyMatch(event -> event.id().key().text().contains("4")));
            assertThat(source.events("t").stream()
                            .map(event -> event.id().text())
                            .distinct())
                    .hasSize(5);
            assertThat(source.contents("t").stream()
                            .map(EmbeddedSource.Read::content)
                            .filter(
                                    org.dataferry.schemas.envelope.EnvelopeReader.Content.EpochComplete.class
                                            ::isInstance))
                    .hasSizeGreaterThan(3);
            source.execute("INSERT INTO t VALUES (5, 'flows')");
            await(
                    process,
                    () -> source.events("t").stream()
                            .anyMatch(event -> event.id().key().text().contains("5")));
        }
    }

    @Test
    void holdsWhatTheRegistryRefusesAndLosesNothing() throws Exception {
        EmbeddedSource source = EmbeddedSource.create("CREATE TABLE t (id integer PRIMARY KEY, a text)");
        source.rules = Map.of(TableName.parse("t"), new DriftRule(DriftPolicy.IGNORE, column -> true));
        try (CaptureProcess process = source.start("t")) {
            source.execute("INSERT INTO t VALUES (1, '1')");
            source.awaitEvents(process, "t", 1);
            source.execute("ALTER TABLE t ALTER a TYPE integer USING a::integer", "INSERT INTO t VALUES (2, 2)");
            await(process, () -> source.drifts().stream().anyMatch(SourceEvent.Drifted::paused));
            assertThat(source.drifts())
                    .extracting(drift -> drift.drifts().getFirst().kind())
                    .containsExactly(SourceDrift.Kind.COLUMN_RETYPED, SourceDrift.Kind.REFUSED);

            source.anyForm("t");
            source.accept("t");

            assertThat(source.awaitEvents(process, "t", 2)).last().isInstanceOf(ChangeEvent.Inserted.class);
        }
    }

    @Test
    void seesWhatWasAlteredWhileItDidNotRunAndWhatIsAlteredWithoutAnyChange() throws Exception {
        EmbeddedSource source = EmbeddedSource.create("CREATE TABLE t (id integer PRIMARY KEY, a text)");
        source.start("t").close();
        source.execute("ALTER TABLE t ALTER a TYPE varchar(5)", "CREATE TABLE more (id integer)");
        try (CaptureProcess process = source.start("t")) {
            assertThat(source.drifts())
                    .flatExtracting(SourceEvent.Drifted::drifts)
                    .containsExactlyInAnyOrder(
                            new SourceDrift(SourceDrift.Kind.COLUMN_RETYPED, "a text", "a character varying(5)"),
                            new SourceDrift(SourceDrift.Kind.TABLE_ADDED, "", "public.more"));
            source.execute("ALTER TABLE t RENAME TO u");
            await(
                    process,
                    () -> source.drifts().stream()
                            .flatMap(drift -> drift.drifts().stream())
                            .anyMatch(new SourceDrift(SourceDrift.Kind.TABLE_RENAMED, "public.t", "public.u")::equals));
        }
    }

    @Test
    void bringsColumnsThatWereAddedWithTheNextChange() throws Exception {
        EmbeddedSource source = EmbeddedSource.create("CREATE TABLE t (id integer PRIMARY KEY)");
        try (CaptureProcess process = source.start("t")) {
            source.execute("INSERT INTO t VALUES (1)", "ALTER TABLE t ADD a text", "UPDATE t SET a = 'x'");
            assertThat(source.awaitEvents(process, "t", 2))
                    .last()
                    .satisfies(event -> assertThat(
                                    ((ChangeEvent.Updated) event).after().toString())
                            .contains("x"));
        }
    }

    static SourceEvent.DriftAccepted acceptance(SourceTable table) {
        return new SourceEvent.DriftAccepted(table, "somebody", "the mapping is right", Instant.now());
    }
}
