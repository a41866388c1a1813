package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.capture.dump.jdbc.JdbcIntake;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.settings.DumpLimits;
import org.dataferry.schemas.settings.LimitSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and queries that are read by JDBC as dumps, from a database of which only SELECT is possible. */
class JdbcDumpIT {

    private static final TableName ITEM = new TableName("public", "item");
    private static final Duration OFTEN = Duration.ofMillis(200);

    @TempDir
    private Path folder;

    private EmbeddedSource source;
    private SourceAddress reader;

    @BeforeEach
    void create() throws Exception {
        source = EmbeddedSource.create(
                "CREATE TABLE item (id int PRIMARY KEY, name text, zip text, price numeric(9,2))",
                "INSERT INTO item SELECT i, 'name ' || i, lpad(i::text, 5, '1'), i + 0.5 FROM generate_series(1, 20) i",
                "DO $$ BEGIN CREATE ROLE only_reads LOGIN PASSWORD 'r'; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "GRANT SELECT ON item TO only_reads");
        reader = new SourceAddress(source.address.jdbcUrl(), "only_reads", "r");
    }

    @Test
    void firstReadingIsTakenWholeWithTheTypesOfTheDatabase() throws Exception {
        Verdict.Accepted first = accepted(read(table()));

        assertThat(first.number()).isEqualTo(1);
        assertThat(first.counts()).isEqualTo(new DumpState.Counts(20, 20, 0, 0));
        // All zips look like numbers; the database says that they are texts.
        assertThat(files().state().form())
                .containsExactly(
                        Map.entry("id", "whole"),
                        Map.entry("name", "text"),
                        Map.entry("zip", "text"),
                        Map.entry("price", "decimal(9,2)"));
        assertThat(rows(1)).contains("1|name 1|11111|1.50").hasSize(20);
        assertThat(left()).isEmpty();
    }

    @Test
    void laterReadingsAreTheirDifference() throws Exception {
        source.execute("UPDATE item SET zip = NULL WHERE id = 5");
        read(table());
        source.execute(
                "UPDATE item SET zip = '' WHERE id = 5",
                "UPDATE item SET price = 7 WHERE id = 6",
                "DELETE FROM item WHERE id = 7",
                "INSERT INTO item VALUES (21, 'a \"quoted\", one' || chr(10) || 'of two lines', NULL, NULL)");

        assertThat(accepted(read(table())).counts()).isEqualTo(new DumpState.Counts(20, 1, 2, 1));
        assertThat(rows(2))
                .contains("5|name 5||5.50", "6|name 6|11116|7.00", "21|a \"quoted\", one\nof two lines|null|null");
        assertThat(accepted(read(table())).counts()).isEqualTo(new DumpState.Counts(20, 0, 0, 0));
    }

    @Test
    void whatIsAgainAsItWasBeforeIsAnotherDump() throws Exception {
        read(table());
        source.execute("UPDATE item SET price = 7 WHERE id = 6");
        read(table());
        source.execute("UPDATE item SET price = 6.5 WHERE id = 6");

        assertThat(accepted(read(table())).counts()).isEqualTo(new DumpState.Counts(20, 0, 1, 0));
    }

    @Test
    void valuesHaveOneFormWhateverServerAndRoleAreSetTo() throws Exception {
        source.execute(
                "CREATE TABLE every (id uuid PRIMARY KEY, b bool, t timestamptz, l timestamp, d date, y bytea, n numeric,"
                        + " f float8, a text[], i interval, j jsonb)",
                "INSERT INTO every VALUES ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', true, '2024-05-05 12:00:00+02',"
                        + " '2024-05-05 12:00', '2024-05-05', '\\x00ff', 1.230, 0.1::float8 + 0.2, '{a,NULL,\"b,c\"}',"
                        + " '1 day 2 hours', '{\"b\": 1, \"a\": 2}')",
                "GRANT SELECT ON every TO only_reads");
        DumpTable every = table("SELECT * FROM every", Optional.empty());
        read(every);
        assertThat(files().state().form().values())
                .containsExactly(
                        "uuid",
                        "bool",
                        "instant",
                        "timestamp",
                        "date",
                        "text",
                        "text",
                        "floating",
                        "text",
                        "text",
                        "text");
        assertThat(rows(1))
                .containsExactly("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|t|2024-05-05 10:00:00+00|2024-05-05 12:00:00"
                        + "|2024-05-05|\\x00ff|1.230|0.30000000000000004|{a,NULL,\"b,c\"}|P1DT2H|{\"a\": 2, \"b\": 1}");

        String database = reader.database();
        source.execute(
                "ALTER DATABASE " + database + " SET TimeZone = 'Asia/Tokyo'",
                "ALTER DATABASE " + database + " SET DateStyle = 'German'",
                "ALTER DATABASE " + database + " SET IntervalStyle = 'postgres_verbose'",
                "ALTER DATABASE " + database + " SET bytea_output = 'escape'",
                "ALTER DATABASE " + database + " SET extra_float_digits = -5");

        assertThat(accepted(read(every)).counts()).isEqualTo(new DumpState.Counts(1, 0, 0, 0));
    }

    @Test
    void manyDeletesWaitAndWhatIsAcceptedIsWhatWasLookedAt() throws Exception {
        read(table());
        source.execute("DELETE FROM item WHERE id > 10");

        Verdict.Quarantined waiting = (Verdict.Quarantined) read(table());

        assertThat(waiting.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.DELETES);
        assertThat(waiting.counts().deleted()).isEqualTo(10);
        assertThat(files().state().quarantined())
                .singleElement()
                .satisfies(
                        one -> assertThat(one.file()).isEqualTo(waiting.file().toString()));

        source.execute("DELETE FROM item WHERE id > 5");
        Verdict.Accepted taken = accepted(
                dumps(table()).intake(table(), Clock.systemUTC(), cancel -> {}).take(waiting.file(), true));

        assertThat(taken.number()).isEqualTo(2);
        assertThat(taken.counts().deleted()).isEqualTo(10);
        assertThat(files().state().quarantined()).isEmpty();
        assertThat(left()).isEmpty();
    }

    @Test
    void anEmptyTableWaitsAndIsForgottenWhenTheRowsAreBack() throws Exception {
        read(table());
        source.execute("CREATE TABLE aside AS TABLE item", "DELETE FROM item");
        Verdict.Quarantined empty = (Verdict.Quarantined) read(table());
        assertThat(empty.findings()).extracting(Finding::kind).contains(Finding.Kind.EMPTY);
        read(table());
        assertThat(files().state().quarantined())
                .as("the newest stands for all")
                .hasSize(1);
        assertThat(left()).hasSize(2);

        source.execute("INSERT INTO item TABLE aside");

        assertThat(accepted(read(table())).counts()).isEqualTo(new DumpState.Counts(20, 0, 0, 0));
        assertThat(files().state().quarantined()).isEmpty();
        assertThat(left()).isEmpty();
    }

    @Test
    void columnsThatChangeWaitToBeAccepted() throws Exception {
        read(table());
        source.execute(
                "ALTER TABLE item ADD COLUMN at timestamptz DEFAULT '2024-05-05 12:00:00+00'",
                "ALTER TABLE item DROP COLUMN zip");

        Verdict.Quarantined waiting = (Verdict.Quarantined) read(table());
        assertThat(waiting.findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.COLUMNS_ADDED, Finding.Kind.COLUMNS_MISSING);

        Verdict.Accepted taken = accepted(intake(table()).read(true));
        assertThat(taken.counts()).isEqualTo(new DumpState.Counts(20, 0, 20, 0));
        assertThat(files().state().form()).containsEntry("at", "instant");
        assertThat(rows(2)).contains("1|name 1|null|1.50|2024-05-05 12:00:00+00");
    }

    @Test
    void aQueryCanJoinAndRowsWithOneKeyWait() throws Exception {
        source.execute(
                "CREATE TABLE tag (item int, tag text)",
                "INSERT INTO tag VALUES (1, 'x'), (1, 'y'), (2, 'z')",
                "GRANT SELECT ON tag TO only_reads");
        String join = "SELECT i.id, i.name, t.tag FROM item i JOIN tag t ON t.item = i.id";

        assertThat(((Verdict.Quarantined) read(table(join, Optional.empty())))
                        .findings().stream().map(Finding::kind))
                .containsExactly(Finding.Kind.DUPLICATE_KEYS);

        DumpTable both = table(join, List.of("id", "tag"));
        assertThat(accepted(read(both)).counts()).isEqualTo(new DumpState.Counts(3, 3, 0, 0));
        source.execute("UPDATE tag SET tag = 'w' WHERE tag = 'y'", "UPDATE item SET name = 'other' WHERE id = 2");
        assertThat(accepted(intake(both).read(true)).counts()).isEqualTo(new DumpState.Counts(3, 1, 1, 1));
    }

    @Test
    void aQueryIsPassedOnAsItIs() throws Exception {
        source.execute(
                "CREATE TABLE doc (id int, body jsonb)",
                "INSERT INTO doc VALUES (1, '{\"a\": 1}'), (2, '{\"b\": 1}')",
                "GRANT SELECT ON doc TO only_reads");

        read(table(
                "WITH found AS (SELECT * FROM doc WHERE body ? 'a') SELECT * FROM found -- those with an a",
                Optional.empty()));

        assertThat(rows(1)).containsExactly("1|{\"a\": 1}");
    }

    @Test
    void saysWhatIsWrongWithAQuery() throws Exception {
        source.execute("CREATE TABLE closed (id int)");

        assertThatThrownBy(() -> read(table("SELECT name FROM item", Optional.empty())))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("has no column id, which is of the key; it has name");
        assertThatThrownBy(() -> read(table("SELECT a.*, b.* FROM item a, item b", Optional.empty())))
                .hasMessageContaining("has the columns id and id", "name them with AS");
        assertThatThrownBy(() -> read(table("SELECT * FROM closed", Optional.empty())))
                .hasMessageContaining("permission denied", "GRANT SELECT ON it TO only_reads");
        assertThatThrownBy(() -> read(table("DELETE FROM item RETURNING id", Optional.empty())))
                .hasMessageContaining("cannot be read by JDBC");
        assertThat(files().state().accepted()).isEmpty();
        assertThat(files().readings().trouble())
                .hasValueSatisfying(said -> assertThat(said).contains("DELETE"));

        read(table());
        assertThat(files().readings().trouble()).isEmpty();
    }

    @Test
    void columnsAreKnownBeforeAnythingIsRead() {
        var item = dumps(table()).catalogue().require(ITEM);

        assertThat(item.primaryKey()).containsExactly("id");
        assertThat(item.columns())
                .extracting(column -> column.name() + " " + column.sqlType())
                .containsExactly("id whole", "name text", "zip text", "price decimal(9,2)");
        assertThat(files().state().accepted()).isEmpty();
    }

    @Test
    void aReadingThatBreaksOffLeavesNothing() throws Exception {
        read(table());
        source.execute("DELETE FROM item WHERE id = 20");
        FutureTask<Verdict> reading = new FutureTask<>(() -> read(slow()));
        Thread.ofPlatform().daemon().start(reading);
        await(this::isReading);

        source.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'only_reads'");

        assertThatThrownBy(reading::get).hasRootCauseInstanceOf(SQLException.class);
        assertThat(files().state().accepted()).hasSize(1);
        assertThat(files().state().quarantined()).isEmpty();
        assertThat(left()).isEmpty();
        assertThat(accepted(read(table())).counts()).isEqualTo(new DumpState.Counts(19, 0, 0, 1));
    }

    @Test
    void aKilledReadingIsRepeatedWithoutAWrongEvent() throws Exception {
        read(table());
        try (Capture capture = capture(slow(), CaptureListener.NONE)) {
            source.awaitEvents(capture, "item", 20);
            source.execute("DELETE FROM item WHERE id = 20", "UPDATE item SET price = 7 WHERE id = 1");
            Process killed = KilledReading.start(reader, folder.resolve("kept"), slow());
            await(this::isReading);
            killed.destroyForcibly().waitFor();

            Verdict.Accepted repeated = accepted(read(slow()));

            assertThat(repeated.number()).isEqualTo(2);
            assertThat(left()).isEmpty();
            List<ChangeEvent> changes = source.awaitEvents(capture, "item", 22).stream()
                    .filter(event -> !(event instanceof ChangeEvent.Snapshotted))
                    .toList();
            assertThat(changes)
                    .hasSize(2)
                    .hasAtLeastOneElementOfType(ChangeEvent.Deleted.class)
                    .hasAtLeastOneElementOfType(ChangeEvent.Updated.class);
        }
    }

    @Test
    void aTableIsReadAgainByItselfAndAFenceWaitsForWhatIsDue() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        DumpTable often = table("SELECT * FROM item", Optional.of(OFTEN));
        dumps(often).fence("behind");
        try (Capture capture = capture(often, new CaptureListener() {
            @Override
            public void dumpJudged(String words) {
                said.add(words);
            }
        })) {
            await(() -> source.fences().stream()
                    .anyMatch(fence -> fence instanceof FenceEvent.Reached reached
                            && reached.fenceId().equals("behind")));
            assertThat(source.events("item")).as("read before the fence").hasSize(20);
            source.execute("DELETE FROM item WHERE id = 20");
            source.awaitEvents(capture, "item", 21);
            assertThat(said).anyMatch(words -> words.contains("is dump 1, 20 rows: 20 new"));

            source.execute("ALTER TABLE item RENAME TO elsewhere");
            await(() ->
                    said.stream().anyMatch(words -> words.contains("could not be read, and is tried again in 60 s")));
            assertThat(files().readings().trouble()).isPresent();
            assertThat(source.events("item")).hasSize(21);
        }
    }

    private static DumpTable table() {
        return table("SELECT * FROM \"public\".\"item\"", Optional.empty());
    }

    private static DumpTable slow() {
        return table("SELECT i.* FROM item i, LATERAL (SELECT pg_sleep(0.1 + i.id * 0)) s", Optional.empty());
    }

    private static DumpTable table(String select, Optional<Duration> every) {
        return new DumpTable(
                ITEM, new DumpTable.InDatabase("item", Optional.of(select), every), List.of("id"), Map.of(), 30);
    }

    private static DumpTable table(String select, List<String> key) {
        return new DumpTable(
                ITEM, new DumpTable.InDatabase("item", Optional.of(select), Optional.empty()), key, Map.of(), 30);
    }

    private DumpSource dumps(DumpTable table) {
        return KilledReading.dumps(reader, folder.resolve("kept"), table);
    }

    private JdbcIntake intake(DumpTable table) {
        return KilledReading.intake(dumps(table));
    }

    private Verdict read(DumpTable table) throws InterruptedException {
        return intake(table).read(false);
    }

    private static Verdict.Accepted accepted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private TableFiles files() {
        return new TableFiles(folder.resolve("kept"), ITEM);
    }

    /** Files of readings that Ferry still has. */
    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("kept/public.item/readings"))) {
            return all.filter(each -> !each.endsWith("trouble.txt")).toList();
        }
    }

    private boolean isReading() {
        try (Connection connection = DriverManager.getConnection(
                        source.address.jdbcUrl(), source.address.user(), source.address.password());
                ResultSet found = connection
                        .createStatement()
                        .executeQuery("SELECT 1 FROM pg_stat_activity WHERE usename = 'only_reads' AND wait_event ="
                                + " 'PgSleep' AND datname = current_database()")) {
            return found.next();
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + EmbeddedSource.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private Capture capture(DumpTable table, CaptureListener listener) {
        Capture capture = new DumpCapture(
                new DumpCaptureSettings(
                        source.topics,
                        source.client,
                        source.avro,
                        dumps(table),
                        EmbeddedSource.SOURCE,
                        List.of(ITEM),
                        new LimitSettings.Capture(13, 64, Duration.ofMillis(2), Duration.ofMillis(200))),
                listener,
                Clock.systemUTC());
        capture.start();
        return capture;
    }

    private List<String> rows(long number) throws InterruptedException {
        List<String> rows = new ArrayList<>();
        try (DuckDb database = DuckDb.open(folder, DumpLimits.defaults())) {
            database.read("SELECT * EXCLUDE (h) FROM read_parquet('" + files().dump(number) + "')", row -> {
                List<@Nullable String> texts =
                        DuckDb.texts(row, 1, row.getMetaData().getColumnCount());
                rows.add(texts.stream().map(String::valueOf).collect(Collectors.joining("|")));
            });
        }
        return rows;
    }
}
