package org.dataferry.capture.dump.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.settings.DumpLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard: what is taken of files, and what waits. */
class IntakeTest {

    private static final TableName CLINICS = new TableName("public", "clinics");

    @TempDir
    private Path folder;

    private DumpTable table = table(UTF_8, Map.of(), List.of("id"));
    private long minute;

    @Test
    void firstDumpIsTakenWholeAndFixesTypes() throws Exception {
        Verdict verdict = take("""
                id,name,beds,opened,rate,zip,note
                1,"St. ""Mary""\",120,2020-02-29,1.50,01234,
                2,"two
                lines",-7,2021-01-01,12.25,99999,""
                """);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.number()).isEqualTo(1);
            assertThat(accepted.counts()).isEqualTo(new DumpState.Counts(2, 2, 0, 0));
            assertThat(accepted.letters()).isZero();
        });
        assertThat(files().state().form())
                .containsExactly(
                        Map.entry("id", "whole"),
                        Map.entry("name", "text"),
                        Map.entry("beds", "whole"),
                        Map.entry("opened", "date"),
                        Map.entry("rate", "decimal(28,2)"),
                        Map.entry("zip", "text"),
                        Map.entry("note", "text"));
        assertThat(rows(1))
                .containsExactly(
                        "1|St. \"Mary\"|120|2020-02-29|1.50|01234|null", "2|two\nlines|-7|2021-01-01|12.25|99999|");
    }

    @Test
    void laterDumpsAreTheirDifference() throws Exception {
        take(dump(1, 100));
        String second =
                dump(1, 100).replace("\n50,name50,", "\n50,other,").replace("99,name99,x\n", "") + "101,name101,x\n";

        Verdict verdict = take(second);

        assertThat(((Verdict.Accepted) verdict).counts()).isEqualTo(new DumpState.Counts(100, 1, 1, 1));
        assertThat(changes(2))
                .containsExactlyInAnyOrder(
                        "c|101|name101|x|null|null|null", "u|50|other|x|50|name50|x", "d|null|null|null|99|name99|x");
    }

    @Test
    void aChangeOfLettersAloneOrFromNullToEmptyIsAChange() throws Exception {
        take("id,a,b\n1,x,\n2,x,y\n");

        assertThat(((Verdict.Accepted) take("id,a,b\n1,X,\n2,x,y\n")).counts().updated())
                .isEqualTo(1);
        assertThat(((Verdict.Accepted) take("id,a,b\n1,X,\"\"\n2,x,y\n"))
                        .counts()
                        .updated())
                .isEqualTo(1);
    }

    @Test
    void valuesThatMoveToTheNextColumnAreAChange() throws Exception {
        take("id,a,b\n1,x,\n2,x,y\n");

        assertThat(((Verdict.Accepted) take("id,a,b\n1,,x\n2,x,y\n")).counts().updated())
                .isEqualTo(1);
    }

    @Test
    void theSameBytesAreTheSameDump() throws Exception {
        take(dump(1, 10));

        assertThat(take(dump(1, 10)))
                .isInstanceOfSatisfying(
                        Verdict.AlreadyAccepted.class,
                        same -> assertThat(same.number()).isEqualTo(1));
    }

    @Test
    void columnsAreKnownByTheirNamesWhateverTheirOrder() throws Exception {
        take("id,name,kind\n1,a,x\n2,b,y\n");

        Verdict verdict = take("kind,id,name\nx,1,a\ny,2,c\n");

        assertThat(((Verdict.Accepted) verdict).counts()).isEqualTo(new DumpState.Counts(2, 0, 1, 0));
    }

    @Test
    void massDeletesWaitWithAPreviewAndCanBeAccepted() throws Exception {
        take(dump(1, 100));

        Verdict.Quarantined waiting = quarantined(take(dump(1, 94)));

        assertThat(kinds(waiting)).containsExactly(Finding.Kind.DELETES);
        assertThat(waiting.isAcceptable()).isTrue();
        assertThat(waiting.counts().deleted()).isEqualTo(6);
        assertThat(waiting.preview())
                .hasSize(5)
                .allSatisfy(row -> assertThat(row.op()).isEqualTo("d"));
        assertThat(files().state().accepted()).hasSize(1);
        assertThat(files().state().quarantined()).hasSize(1);

        assertThat(accept(dump(1, 94))).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.number()).isEqualTo(2);
            assertThat(accepted.notes()).anyMatch(note -> note.contains("it lacks 6 of the 100 rows"));
        });
        assertThat(files().state().quarantined()).isEmpty();
    }

    @Test
    void fivePercentOfDeletesAreUsual() throws Exception {
        take(dump(1, 100));

        assertThat(take(dump(1, 95))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aNextDumpIsComparedWithTheLastAcceptedOneAndEndsTheWaiting() throws Exception {
        take(dump(1, 100));
        quarantined(take(dump(1, 10)));

        assertThat(((Verdict.Accepted) take(dump(1, 101))).counts()).isEqualTo(new DumpState.Counts(101, 1, 0, 0));
        assertThat(files().state().quarantined()).isEmpty();
    }

    @Test
    void emptyDumpWaits() throws Exception {
        take(dump(1, 10));

        assertThat(kinds(quarantined(take("id,name,kind\n"))))
                .containsExactly(Finding.Kind.EMPTY, Finding.Kind.DELETES);
        assertThat(kinds(quarantined(take("")))).containsExactly(Finding.Kind.UNREADABLE);
    }

    @Test
    void changedHeaderWaits() throws Exception {
        take("id,name,kind\n1,a,x\n");

        assertThat(kinds(quarantined(take("id,name\n1,a\n")))).containsExactly(Finding.Kind.COLUMNS_MISSING);
        assertThat(kinds(quarantined(take("id,name,kind,more\n1,a,x,m\n"))))
                .containsExactly(Finding.Kind.COLUMNS_ADDED);
        assertThat(kinds(quarantined(take("name,kind\na,x\n"))))
                .containsExactly(Finding.Kind.KEY_MISSING, Finding.Kind.COLUMNS_MISSING);
        assertThat(kinds(quarantined(take("id,name,name\n1,a,x\n")))).contains(Finding.Kind.COLUMNS_REPEATED);
    }

    @Test
    void acceptedNewColumnsStandAtTheEndFromThenOn() throws Exception {
        take("id,name\n1,a\n2,b\n");

        assertThat(((Verdict.Accepted) accept("id,more,name\n1,m,a\n2,,b\n")).counts())
                .isEqualTo(new DumpState.Counts(2, 0, 1, 0));
        assertThat(changes(2)).containsExactly("u|1|a|m|1|a|null");
        assertThat(files().state().form().keySet()).containsExactly("id", "name", "more");
        assertThat(((Verdict.Accepted) take("id,more,name\n1,m,a\n2,n,b\n")).counts())
                .isEqualTo(new DumpState.Counts(2, 0, 1, 0));
    }

    @Test
    void duplicateKeysWaitAndIfAcceptedTheFirstCounts() throws Exception {
        String repeated = "id,name,kind\n7,b,x\n1,a,x\n7,c,x\n7,d,x\n";

        Verdict.Quarantined waiting = quarantined(take(repeated));

        assertThat(kinds(waiting)).containsExactly(Finding.Kind.DUPLICATE_KEYS);
        assertThat(waiting.findings().getFirst().message()).contains("2 rows", "such as id 7");
        assertThat(((Verdict.Accepted) accept(repeated)).letters()).isEqualTo(2);
        assertThat(rows(1)).containsExactlyInAnyOrder("7|b|x", "1|a|x");
        assertThat(Files.readString(files().letters(1))).contains("7,c,x", "7,d,x", "stands before it");
    }

    @Test
    void aLineThatIsNoRowIsALetterAndItsRowStaysAsItWas() throws Exception {
        take(dump(1, 300));
        String broken = dump(1, 300).replace("\n150,name150,x\n", "\n150,name,150,x\n");

        Verdict verdict = take(broken);

        assertThat(((Verdict.Accepted) verdict).counts()).isEqualTo(new DumpState.Counts(300, 0, 0, 0));
        assertThat(((Verdict.Accepted) verdict).letters()).isEqualTo(1);
        assertThat(Files.readString(files().letters(2))).contains("\"line\":151", "150,name,150,x", "too many columns");
        assertThat(((Verdict.Accepted) take(dump(1, 300).replace("150,name150,x\n", "")))
                        .counts()
                        .deleted())
                .isEqualTo(1);
    }

    @Test
    void aLineWithoutAReadableKeyKeepsAllMissingRows() throws Exception {
        take(dump(1, 300));

        Verdict verdict = take(
                dump(1, 300).replace("\n150,name150,x\n", "\n,,,150,name\n").replace("9,name9,x\n", ""));

        assertThat(((Verdict.Accepted) verdict).counts().deleted()).isZero();
        assertThat(((Verdict.Accepted) verdict).notes()).anyMatch(note -> note.contains("nothing is deleted"));
    }

    @Test
    void manyUnreadableRowsWait() throws Exception {
        assertThat(kinds(quarantined(take("id,name,kind\n1,a,x\n2,b\n3,c,x\n"))))
                .contains(Finding.Kind.UNREADABLE_ROWS);
    }

    @Test
    void textsThatAreNotOfTheTypeAreFoundBeforeAnythingIsTaken() throws Exception {
        table = table(UTF_8, Map.of("opened", new DumpType.Day("dd.MM.yyyy")), List.of("id"));
        take("id,opened\n1,31.12.2024\n");

        Verdict.Quarantined waiting = quarantined(take("id,opened\n1,2024-12-31\n"));

        assertThat(kinds(waiting)).containsExactly(Finding.Kind.UNREADABLE_ROWS);
        assertThat(waiting.findings().getFirst().message())
                .contains("column opened is '2024-12-31', expected date(dd.MM.yyyy)");
    }

    @Test
    void rowsWithoutAKeyAreLetters() throws Exception {
        assertThat(accept("id,name,kind\n,a,x\n2,b,x\n"))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> assertThat(accepted.letters()).isEqualTo(1));
        assertThat(rows(1)).containsExactly("2|b|x");
    }

    @Test
    void fileCutInItsMiddleWaits() throws Exception {
        take(dump(1, 300));

        assertThat(kinds(quarantined(take(dump(1, 299) + "300,na")))).contains(Finding.Kind.TRUNCATED);
        assertThat(kinds(quarantined(take(dump(1, 299) + "300,\"na")))).contains(Finding.Kind.TRUNCATED);
    }

    @Test
    void anotherEncodingThanTheOneThatWasSetWaits() throws Exception {
        byte[] latin = "id,name\n1,Zürich\n".getBytes(ISO_8859_1);

        assertThat(kinds(quarantined(take(latin)))).contains(Finding.Kind.ENCODING);

        table = table(Charset.forName("windows-1252"), Map.of(), List.of("id"));
        take(latin);
        assertThat(rows(1)).containsExactly("1|Zürich");
    }

    @Test
    void manifestIsBelieved() throws Exception {
        Path file = write("clinics.csv", dump(1, 10).getBytes(UTF_8));
        manifest(file, "{\"rows\": 11}");
        assertThat(kinds(quarantined(intake().take(file, false)))).containsExactly(Finding.Kind.ROW_COUNT);

        manifest(file, "{\"rows\": 10, \"sha256\": \"00\"}");
        assertThat(kinds(quarantined(intake().take(file, true)))).containsExactly(Finding.Kind.CHECKSUM);

        manifest(file, "{\"rows\": 10, \"takenAt\": \"2026-05-05T05:05:05Z\"}");
        assertThat(intake().take(file, false)).isInstanceOf(Verdict.Accepted.class);
        assertThat(files().state().accepted().getFirst().takenAt())
                .isEqualTo(Instant.parse("2026-05-05T05:05:05Z").toEpochMilli());
    }

    @Test
    void anOlderDumpWaits() throws Exception {
        take(dump(1, 10));
        minute -= 2;

        assertThat(kinds(quarantined(take(dump(1, 11))))).containsExactly(Finding.Kind.OLDER);
    }

    @Test
    void anEarlierDumpAgainWaits() throws Exception {
        take(dump(1, 40));
        take(dump(1, 41));

        assertThat(kinds(quarantined(take(dump(1, 40))))).containsExactly(Finding.Kind.OLDER);
    }

    @Test
    void packedFilesAreReadAndBrokenOnesWait() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(dump(1, 2_000).getBytes(UTF_8));
        }
        byte[] bytes = packed.toByteArray();
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length / 2);

        assertThat(quarantined(intake().take(write("b.csv.gz", cut), false)).isAcceptable())
                .isFalse();
        assertThat(((Verdict.Accepted) intake().take(write("a.csv.gz", bytes), false))
                        .counts()
                        .rows())
                .isEqualTo(2_000);
    }

    @Test
    void parquetIsRead() throws Exception {
        Path file = folder.resolve("clinics.parquet");
        try (DuckDb database = DuckDb.open(folder, DumpLimits.defaults())) {
            database.run(
                    "COPY (SELECT 7 AS id, 'x' AS name, DATE '2024-02-29' AS opened, 1.50::DECIMAL(9,2) AS rate) TO '"
                            + file + "' (FORMAT parquet)");
        }

        intake().take(file, false);

        assertThat(rows(1)).containsExactly("7|x|2024-02-29|1.50");
        assertThat(files().state().form().values()).containsExactly("whole", "text", "date", "decimal(28,2)");
    }

    @Test
    void keysOfSeveralColumnsAndOtherSigns() throws Exception {
        table = new DumpTable(
                CLINICS,
                new DumpTable.InFiles(
                        "*", new DumpTable.Csv(';', '\'', '\\', UTF_8, false, List.of("a", "b", "c"), "NULL")),
                List.of("a", "b"),
                Map.of(),
                50);
        take("1;'x;y';'it\\'s'\n1;z;NULL\n");

        assertThat(rows(1)).containsExactly("1|x;y|it's", "1|z|null");
        assertThat(((Verdict.Accepted) take("1;'x;y';'it\\'s'\n1;w;NULL\n")).counts())
                .isEqualTo(new DumpState.Counts(2, 1, 0, 1));
    }

    private Verdict take(String text) throws Exception {
        return take(text.getBytes(UTF_8));
    }

    private Verdict take(byte[] bytes) throws Exception {
        return intake().take(write("clinics.csv", bytes), false);
    }

    private Verdict accept(String text) throws Exception {
        return intake().take(write("clinics.csv", text.getBytes(UTF_8)), true);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_800_000_000L + 60 * minute++)));
        return file;
    }

    private static void manifest(Path file, String text) throws IOException {
        Files.writeString(Manifest.of(file), text);
    }

    private Intake intake() {
        return new Intake(table, files(), DumpLimits.defaults(), Clock.systemUTC(), cancel -> {});
    }

    private TableFiles files() {
        return new TableFiles(folder.resolve("kept"), CLINICS);
    }

    private static DumpTable table(Charset encoding, Map<String, DumpType> types, List<String> key) {
        return new DumpTable(
                CLINICS,
                new DumpTable.InFiles("*", new DumpTable.Csv(',', '"', '"', encoding, true, List.of(), "")),
                key,
                types,
                5);
    }

    private static String dump(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> i + ",name" + i + ",x\n")
                .collect(Collectors.joining("", "id,name,kind\n", ""));
    }

    private List<String> rows(long number) throws InterruptedException {
        return read(files().dump(number), "SELECT * EXCLUDE (h)");
    }

    private List<String> changes(long number) throws InterruptedException {
        return read(files().changes(number), "SELECT *");
    }

    private List<String> read(Path parquet, String select) throws InterruptedException {
        List<String> rows = new ArrayList<>();
        try (DuckDb database = DuckDb.open(folder, DumpLimits.defaults())) {
            database.read(select + " FROM read_parquet('" + parquet + "')", row -> {
                List<@Nullable String> texts =
                        DuckDb.texts(row, 1, row.getMetaData().getColumnCount());
                rows.add(texts.stream().map(String::valueOf).collect(Collectors.joining("|")));
            });
        }
        return rows;
    }

    private static Verdict.Quarantined quarantined(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Quarantined.class);
        return (Verdict.Quarantined) verdict;
    }

    private static List<Finding.Kind> kinds(Verdict.Quarantined waiting) {
        return waiting.findings().stream().map(Finding::kind).toList();
    }
}
