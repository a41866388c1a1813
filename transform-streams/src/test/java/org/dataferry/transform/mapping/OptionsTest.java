package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.row;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.dataferry.transform.mapping.MappingResult.Refused;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How texts of the source become options of a choice. */
class OptionsTest {

    private static final String COURTESY = "employees,courtesy,contact,ferry_courtesy,";

    @TempDir
    Path folder;

    @Test
    void turnsATextIntoTheOptionThatTheTableSays() {
        assertThat(mapped(of("column: courtesy, options: true"), Value.text("Dr.")))
                .isEqualTo(Value.whole(1));
        assertThat(mapped(of("column: courtesy, options: true"), Value.text("Ms.")))
                .isEqualTo(Value.whole(2));
    }

    @Test
    void takesBlanksAtBothEndsForNothing() {
        MappingBench bench = bench().options("options.csv", COURTESY + "\" Dr. \",1,")
                .file("contact.yaml", yaml("column: courtesy, options: true"));

        assertThat(mapped(bench, Value.text("Dr."))).isEqualTo(Value.whole(1));
        assertThat(mapped(bench, Value.text("  Dr.\n"))).isEqualTo(Value.whole(1));
    }

    @Test
    void leavesTheColumnEmptyWhereTheTextIs() {
        for (Value empty : List.of(Value.NULL, Value.text(""), Value.text("   "))) {
            assertThat(mapped(of("column: courtesy, options: true"), empty)).isEqualTo(Value.NULL);
        }
        assertThat(mapped(of("column: courtesy, options: true"), Value.ABSENT)).isEqualTo(Value.ABSENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dr.", "DR.", "Dr", "Dr..", "D r.", "\u0007"})
    void refusesATextThatTheTableDoesNotHave(String text) {
        assertThat(of("column: courtesy, options: true").map(row("courtesy", Value.text(text))))
                .isEqualTo(new Refused(
                        RejectionReason.OPTION_UNKNOWN,
                        "column ferry_courtesy: '" + text
                                + "' is no text of public.employees.courtesy in reference/options.csv"));
    }

    @Test
    void leavesTheColumnEmptyForAnUnknownTextWhereTheMappingSaysSo() {
        assertThat(mapped(of("column: courtesy, options: true, unknown: null"), Value.text("Prof.")))
                .isEqualTo(Value.NULL);
        assertThat(of("column: courtesy, options: true, unknown: refuse").map(row("courtesy", Value.text("Prof."))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void findsTheTextThatAnExpressionMakes() {
        MappingBench bench = of("cel: \"orElse(courtesy, 'Ms.')\", options: courtesy");

        assertThat(mapped(bench, Value.NULL)).isEqualTo(Value.whole(2));
    }

    @Test
    void findsNumbersAndBoolsByTheirText() {
        MappingBench bench = bench().options(
                        "options.csv",
                        "employees,grade,contact,ferry_courtesy,7,1,",
                        "employees,active,contact,ferry_kind,true,3,Staff")
                .file("contact.yaml", """
                        entity: contact
                        from: employees
                        columns:
                          ferry_courtesy: { column: grade, options: true, type: choice }
                          ferry_kind: { column: active, options: true, type: choice }
                        """);

        assertThat(bench.map(row("grade", Value.whole(7), "active", new Value.Bool(true))))
                .isEqualTo(new MappingResult.Mapped(row("ferry_courtesy", Value.whole(1), "ferry_kind", Value.whole(3))
                        .columns()));
    }

    @Test
    void declaresAChoiceWithTheOptionsOfAllFilesThatFillIt() {
        MappingBench bench = bench().source("public.partners", "*id WHOLE, title TEXT".split(", "))
                .options(
                        "a.csv",
                        COURTESY + "Dr.,1,",
                        COURTESY + "Doctor,1,Doctor",
                        COURTESY + "Ms.,2,Ms",
                        "partners,title,contact,ferry_courtesy,Herr,3,")
                .file("a.yaml", yaml("column: courtesy, options: true"))
                .file(
                        "b.yaml",
                        "entity: contact\nfrom: partners\ncolumns: { ferry_courtesy: { column: title, options: true,"
                                + " type: choice } }");

        assertThat(bench.problems()).isEmpty();
        assertThat(DeclaredTargets.of(bench.files(), bench.optionTable())
                        .getFirst()
                        .columns())
                .containsExactly(new DeclaredColumn(
                        "ferry_courtesy",
                        "Courtesy",
                        new TargetColumnType.Choice(new TreeMap<>(Map.of(1, "Doctor", 2, "Ms", 3, "Herr")))));
    }

    @Test
    void fillsAChoiceThatIsThere() {
        MappingBench bench = table(bench()).target("contact", "ferry_courtesy choice:1,2,3");

        assertThat(mapped(bench.file("contact.yaml", yaml("column: courtesy, options: true")), Value.text("Ms.")))
                .isEqualTo(Value.whole(2));
    }

    @Test
    void refusesAnOptionThatTheChoiceInDataverseLacks() {
        MappingBench bench = table(bench())
                .target("contact", "ferry_courtesy choice:1,3")
                .file(
                        "contact.yaml",
                        "entity: contact\nfrom: employees\ncolumns: { ferry_courtesy: { column: courtesy, options: true } }");

        assertThat(bench.problems())
                .containsExactly("reference/options.csv, line 3, target_value: contact.ferry_courtesy has no option 2,"
                        + " only [1, 3]; add the option in Dataverse, or write one that is there");
    }

    @Test
    void countsOnPrepareForTheOptionsOfADeclaredChoiceThatIsThere() {
        MappingBench bench = table(bench())
                .target("contact", "ferry_courtesy choice:1,3")
                .file("contact.yaml", yaml("column: courtesy, options: true"));

        assertThat(bench.problems()).isEmpty();
        assertThat(mapped(bench, Value.text("Ms."))).isEqualTo(Value.whole(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    column: title, options: true, type: choice | contact.yaml, line 4, columns.ferry_courtesy.column: source column title is text, ferry_courtesy is choice: no line of reference/*.csv takes public.employees.title to contact.ferry_courtesy, only public.employees.courtesy; write one for each text, under the header source_table,source_column,target_table,target_column,source_text,target_value,target_label
                    column: courtesy, options: true, type: text(10) | contact.yaml, line 4, columns.ferry_courtesy.column: source column courtesy is text, ferry_courtesy is text(10): options: fills a choice; leave it out, or map a choice
                    column: courtesy, type: choice | contact.yaml, line 4, columns.ferry_courtesy.type: a choice that prepare makes has the options of the option table; add options: true
                    column: courtesy, options: false, type: choice | 'options' is true, or the name of the source column
                    constant: 1, options: true, type: choice | a constant is the option itself
                    column: courtesy, unknown: null, type: choice | 'unknown' says what becomes of a text without an option; add options: true
                    column: courtesy, options: true, unknown: 3, type: choice | an option in its place follows in a later version
                    cel: courtesy, options: true, type: choice | name the source column under which they stand in the option table
                    """)
    void saysWhatIsWrongAndWhatWouldBeRight(String column, String problem) {
        MappingBench bench = table(bench()).file("contact.yaml", """
                entity: contact
                from: employees
                columns:
                  ferry_courtesy: { %s }
                """.formatted(column));

        assertThat(bench.problems())
                .anySatisfy(told -> assertThat(told)
                        .startsWith("contact.yaml, line 4, columns.ferry_courtesy")
                        .contains(problem));
    }

    @Test
    void remedyOfATextInAChoiceNamesTheOptionTable() {
        assertThat(bench().target("contact", "ferry_courtesy choice:1")
                        .file("contact.yaml", "entity: contact\nfrom: employees\ncolumns: { ferry_courtesy: courtesy }")
                        .problems())
                .singleElement()
                .asString()
                .contains("add options: true and a line per text to reference/options.csv");
    }

    @Test
    void versionIsThatOfTheTablesToo() {
        String version = of("column: courtesy, options: true").compile().version();

        assertThat(version).isEqualTo(table(bench()).compile().version());
        assertThat(bench().options("options.csv", "", COURTESY + "Ms.,2,Ms", COURTESY + "Dr.,1,Doctor")
                        .compile()
                        .version())
                .as("the same lines in another order")
                .isEqualTo(version);
        assertThat(bench().options("options.csv", COURTESY + "Dr.,1,Doctor", COURTESY + "Ms.,3,Ms")
                        .compile()
                        .version())
                .as("another option")
                .isNotEqualTo(version);
        assertThat(bench().options("options.csv", COURTESY + "Dr.,1,Doc", COURTESY + "Ms.,2,Ms")
                        .compile()
                        .version())
                .as("another label")
                .isNotEqualTo(version);
    }

    private MappingBench of(String column) {
        return table(bench()).file("contact.yaml", yaml(column));
    }

    private static MappingBench table(MappingBench bench) {
        return bench.options("options.csv", COURTESY + "Dr.,1,Doctor", COURTESY + "Ms.,2,Ms");
    }

    private static String yaml(String column) {
        return "entity: contact\nfrom: employees\ncolumns:\n  ferry_courtesy: { " + column + ", type: choice }\n";
    }

    private static Value mapped(MappingBench bench, Value courtesy) {
        return ((MappingResult.Mapped) bench.map(row("courtesy", courtesy)))
                .columns()
                .get("ferry_courtesy");
    }

    private MappingBench bench() {
        return new MappingBench(folder)
                .source("public.employees", "*id WHOLE", "courtesy TEXT", "title TEXT", "grade WHOLE", "active BOOL")
                .target("contact", "lastname text(50)");
    }
}
