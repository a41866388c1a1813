package org.dataferry.transform.mapping.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.transform.mapping.option.OptionEntry.OptionSource;
import org.dataferry.transform.mapping.option.OptionEntry.OptionTarget;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.MappingProblem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an option table may look like, and what is told of one that is wrong. */
class OptionTablesTest {

    private static final String HEADER =
            "source_table,source_column,target_table,target_column,source_text,target_value,target_label\n";

    @TempDir
    Path migration;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(migration.resolve("reference"));
    }

    @Test
    void readsLinesWithQuotesBlankLinesAndAByteOrderMark() throws IOException {
        OptionTable table = read("\uFEFF" + HEADER + """
                jobs,status,ferry_job,ferry_status,"open, urgent",1,Urgent

                crm.jobs,"status",ferry_job,ferry_status, done ,2,"Says ""done\"""
                """);

        assertThat(table.entries())
                .containsExactly(
                        new OptionEntry(
                                "reference/options.csv",
                                2,
                                new OptionSource("public.jobs", "status"),
                                new OptionTarget("ferry_job", "ferry_status"),
                                "open, urgent",
                                1,
                                "Urgent"),
                        new OptionEntry(
                                "reference/options.csv",
                                4,
                                new OptionSource("crm.jobs", "status"),
                                new OptionTarget("ferry_job", "ferry_status"),
                                "done",
                                2,
                                "Says \"done\""));
    }

    @Test
    void takesColumnsInAnyOrderAndNoLabel() throws IOException {
        OptionTable table = read("""
                target_value,source_text,source_table,source_column,target_table,target_column
                5,yes,jobs,open,ferry_job,ferry_open
                """);

        assertThat(table.options(new OptionTarget("ferry_job", "ferry_open"))).isEqualTo(Map.of(5, "yes"));
    }

    @Test
    void hasNothingWhereThereIsNoFolder() {
        assertThat(OptionTables.read(migration.resolve("none"))).isEqualTo(OptionTable.NONE);
    }

    @Test
    void tellsAllThatIsWrongInALine() throws IOException {
        assertThat(problems(HEADER + """
                jobs,status,ferry_job,ferry_status,open,one,
                jobs,status,ferry_job,ferry_status,open,3000000000,
                jobs,status,ferry_job,,open,1,
                jobs,status,ferry_job,ferry_status,,1,
                jobs,status,ferry_job
                jobs,status,ferry_job,ferry_status,open, soon,1,Open
                """))
                .containsExactly(
                        "reference/options.csv, line 2, target_value: 'one' is not the number of an option, such as 1"
                                + " or 100000000",
                        "reference/options.csv, line 3, target_value: '3000000000' is not the number of an option, such"
                                + " as 1 or 100000000",
                        "reference/options.csv, line 4, target_column: this is empty; each line has all columns but the"
                                + " label",
                        "reference/options.csv, line 5, source_text: this is empty; an empty text of the source is null"
                                + " in Dataverse, and needs no line",
                        "reference/options.csv, line 6, target_column: this is empty; each line has all columns but the"
                                + " label",
                        "reference/options.csv, line 7: 8 fields, and the header has 7; a field with a comma in it"
                                + " stands in quotes: \"a, b\"");
    }

    @Test
    void refusesWhatIsSaidTwiceOrContradictsItself() throws IOException {
        Files.writeString(folder.resolve("a.csv"), HEADER + """
                jobs,status,ferry_job,ferry_status,open,1,Open
                jobs,status,ferry_job,ferry_status,Open,1,Open
                """);

        assertThat(problems(HEADER + """
                public.jobs,status,ferry_job,ferry_status, open,1,
                jobs,status,ferry_job,ferry_status,Open,2,
                jobs,status,ferry_job,ferry_status,begun,1,Begun
                jobs,status,ferry_job,ferry_phase,open,7,Begun
                """))
                .containsExactly(
                        "reference/options.csv, line 2, source_text: 'open' of public.jobs.status becomes 1 at"
                                + " reference/a.csv, line 2 already; remove one of both lines",
                        "reference/options.csv, line 3, target_value: 'Open' of public.jobs.status becomes 1 at"
                                + " reference/a.csv, line 3, and 2 here; one text becomes one option",
                        "reference/options.csv, line 4, target_label: option 1 of ferry_job.ferry_status is called"
                                + " 'Open' at reference/a.csv, line 2, and 'Begun' here; an option has one label");
    }

    @Test
    void refusesAHeaderThatIsNone() throws IOException {
        assertThat(problems(HEADER.replace("source_text", "source_txt")))
                .containsExactly("reference/options.csv, line 1: the header has 'source_txt'; the nearest are"
                        + " source_text, source_table; an option table begins with " + HEADER.strip()
                        + ", with commas between them; the label may be left out");
        assertThat(problems(HEADER.replace(",", ";")))
                .singleElement()
                .asString()
                .contains("with commas between them");
        assertThat(problems(HEADER.replace("target_value,", "")))
                .containsExactly("reference/options.csv, line 1, target_value: the header lacks this column; an option"
                        + " table begins with " + HEADER.strip());
        assertThat(problems(HEADER.replace("target_label", "source_text")))
                .singleElement()
                .asString()
                .contains("the header has 'source_text' twice");
        assertThat(problems("")).singleElement().asString().contains("the file is empty; it begins with the header");
    }

    @Test
    void refusesWhatIsNoCsvOrNoUtf8() throws IOException {
        assertThat(problems(HEADER + "jobs,status,ferry_job,ferry_status,\"open\"s,1,\n"))
                .singleElement()
                .asString()
                .startsWith("reference/options.csv, line 2: this is no CSV: ");
        Files.write(folder.resolve("options.csv"), "gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> OptionTables.read(folder))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("options.csv is not a UTF-8 text; save it as CSV UTF-8");
    }

    @Test
    void refusesMoreThanEveryInstanceCanHold() throws IOException {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i <= OptionTables.MOST_ENTRIES; i++) {
            csv.append("jobs,status,ferry_job,ferry_status,")
                    .append(i)
                    .append(',')
                    .append(i)
                    .append(",\n");
        }

        assertThat(problems(csv.toString()))
                .containsExactly("reference: the option tables have 50001 lines together, the most is 50000");
    }

    private OptionTable read(String csv) throws IOException {
        Files.writeString(folder.resolve("options.csv"), csv);
        return OptionTables.read(folder);
    }

    private List<String> problems(String csv) throws IOException {
        try {
            read(csv);
            return List.of();
        } catch (MappingException wrong) {
            return wrong.problems().stream().map(MappingProblem::toString).toList();
        }
    }
}
