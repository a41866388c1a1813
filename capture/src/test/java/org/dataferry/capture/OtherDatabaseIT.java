package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.capture.dump.jdbc.DumpDatabase;
import org.dataferry.capture.dump.jdbc.OtherDumps;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.DumpLimits;
import org.dataferry.schemas.settings.SettingsException;
import org.h2.Driver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is none of PostgreSQL's, by the JAR of its driver, which Ferry does not know. */
final class OtherDatabaseIT {

    private static final TableName EVERY = new TableName("public", "every");

    private static final String TABLE = """
            CREATE TABLE "every" (id int PRIMARY KEY, b boolean, big bigint, small smallint, n numeric(9,2), whole numeric(10),
                free decfloat, r real, f double precision, d date, t time(9), at timestamp(9), zoned timestamp(9) with time zone,
                name varchar(40), code char(4), y varbinary(10), u uuid, long clob)""";

    private static final String ROW = """
            INSERT INTO "every" VALUES (1, true, 9223372036854775807, -3, 1234567.80, 42, 1.50, 0.1, 0.30000000000000004,
                DATE '0044-03-15', TIME '23:59:59.123456789', TIMESTAMP '2024-02-29 12:00:00',
                TIMESTAMP WITH TIME ZONE '2024-05-05 12:00:00.5+02:00', 'a "quoted"' || CHAR(10) || 'line', 'ab', X'00ff',
                UUID 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'long')""";

    @TempDir
    private Path folder;

    @Test
    void valuesAreTextsOfTheTypesThatTheDatabaseHas() throws Exception {
        sql(TABLE, ROW, "INSERT INTO \"every\" (id) VALUES (2)");

        assertThat(accepted(read(table(), h2())).counts()).isEqualTo(new DumpState.Counts(2, 2, 0, 0));

        assertThat(files().state().form().values())
                .containsExactly(
                        "whole",
                        "bool",
                        "whole",
                        "whole",
                        "decimal(9,2)",
                        "whole",
                        "text",
                        "floating",
                        "floating",
                        "date",
                        "time",
                        "timestamp",
                        "instant",
                        "text",
                        "text",
                        "text",
                        "uuid",
                        "text");
        assertThat(rows(1))
                .containsExactlyInAnyOrder(
                        "1|t|9223372036854775807|-3|1234567.80|42|1.5|0.1|0.30000000000000004|0044-03-15"
                                + "|23:59:59.123456|2024-02-29 12:00:00|2024-05-05 10:00:00.5+00|a \"quoted\"\nline|ab  |\\x00ff"
                                + "|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|long",
                        "2" + "|null".repeat(17));
    }

    @Test
    void whatHasNotChangedIsTheSameWhereverItIsRead() throws Exception {
        sql(TABLE, ROW);
        read(table(), h2());
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
        try {
            assertThat(accepted(read(table(), h2())).counts()).isEqualTo(new DumpState.Counts(1, 0, 0, 0));
        } finally {
            TimeZone.setDefault(before);
        }
        sql("UPDATE \"every\" SET n = 2");
        assertThat(accepted(read(table(), h2())).counts()).isEqualTo(new DumpState.Counts(1, 0, 1, 0));
    }

    @Test
    void aQueryIsReadToo() throws Exception {
        sql(TABLE, ROW);
        DumpTable query = new DumpTable(
                EVERY,
                new DumpTable.InDatabase(
                        "",
                        Optional.of("SELECT id AS \"id\", name AS \"label\" FROM \"every\" -- all"),
                        Optional.empty()),
                List.of("id"),
                Map.of(),
                30);

        read(query, h2());

        assertThat(files().state().form()).containsExactly(Map.entry("id", "whole"), Map.entry("label", "text"));
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        sql(TABLE);
        Path missing = folder.resolve("no.jar");
        assertThatThrownBy(() -> OtherDumps.of(url(), "reader", new Secret("r"), missing))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("no.jar is not a file");
        Path none = Files.writeString(folder.resolve("none.jar"), "no archive");
        assertThatThrownBy(() -> OtherDumps.of(url(), "reader", new Secret("r"), none))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("none.jar has no JDBC driver that takes jdbc:h2:");
        assertThatThrownBy(() -> OtherDumps.of("jdbc:oracle:thin:@db;password=x", "u", new Secret("r"), jar()))
                .hasMessageContaining("takes jdbc:oracle:thin:@db")
                .hasMessageNotContaining("password");
        DumpDatabase refused = OtherDumps.of(url(), "reader", new Secret("wrong"), jar());
        assertThatThrownBy(() -> read(table(), refused))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("does not let reader in");
        DumpTable unknown = new DumpTable(
                EVERY,
                new DumpTable.InDatabase("nothing", Optional.empty(), Optional.empty()),
                List.of("id"),
                Map.of(),
                30);
        assertThatThrownBy(() -> read(unknown, h2()))
                .hasMessageContaining("table public.every cannot be read by JDBC")
                .hasMessageContaining("(SELECT * FROM nothing)");
    }

    private String url() {
        return "jdbc:h2:" + folder.resolve("old") + ";DATABASE_TO_LOWER=TRUE";
    }

    private DumpDatabase h2() throws URISyntaxException {
        return OtherDumps.of(url(), "reader", new Secret("r"), jar());
    }

    private static Path jar() throws URISyntaxException {
        return Path.of(
                Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "reader", "r");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static DumpTable table() {
        return new DumpTable(
                EVERY,
                new DumpTable.InDatabase("\"every\"", Optional.empty(), Optional.empty()),
                List.of("id"),
                Map.of(),
                30);
    }

    private Verdict read(DumpTable table, DumpDatabase database) throws InterruptedException {
        return KilledReading.intake(KilledReading.dumps(database, folder.resolve("kept"), table))
                .read(false);
    }

    private static Verdict.Accepted accepted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private TableFiles files() {
        return new TableFiles(folder.resolve("kept"), EVERY);
    }

    private List<String> rows(long number) throws InterruptedException, IOException {
        List<String> rows = new ArrayList<>();
        Path spill = Files.createDirectories(folder.resolve("spill"));
        try (DuckDb database = DuckDb.open(spill, DumpLimits.defaults())) {
            database.read("SELECT * EXCLUDE (h) FROM read_parquet('" + files().dump(number) + "')", row -> {
                List<@Nullable String> texts =
                        DuckDb.texts(row, 1, row.getMetaData().getColumnCount());
                rows.add(texts.stream().map(String::valueOf).collect(Collectors.joining("|")));
            });
        }
        return rows;
    }
}
