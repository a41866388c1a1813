package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.row;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.MappingResult.Filtered;
import org.dataferry.transform.mapping.MappingResult.Mapped;
import org.dataferry.transform.mapping.MappingResult.Refused;
import org.dataferry.transform.mapping.language.MappingFiles;
import org.dataferry.transform.mapping.problem.MappingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mapping and row in, result out: what each part of the language does. */
class MappingLanguageTest {

    @TempDir
    Path folder;

    @Test
    void mapsColumnsConstantsAndExpressions() {
        MappingBench bench = bench().file("contact.yaml", """
                entity: contact
                from: public.employees
                columns:
                  lastname: last_name
                  jobtitle: { column: title }
                  description: { constant: "moved by Ferry" }
                  numberofchildren: { constant: 2 }
                  isprivate: { constant: true }
                  fullname2: { cel: "first_name + ' ' + last_name" }
                """);

        MappingResult result = bench.map(row(
                "last_name", Value.text("Davolio"),
                "first_name", Value.text("Nancy"),
                "title", Value.text("Sales Representative")));

        assertThat(result)
                .isEqualTo(new Mapped(row(
                                "lastname", Value.text("Davolio"),
                                "jobtitle", Value.text("Sales Representative"),
                                "description", Value.text("moved by Ferry"),
                                "numberofchildren", Value.whole(2),
                                "isprivate", new Value.Bool(true),
                                "fullname2", Value.text("Nancy Davolio"))
                        .columns()));
    }

    @Test
    void keepsNullAndAbsentApart() {
        MappingBench bench = bench().file("contact.yaml", """
                entity: contact
                from: public.employees
                columns:
                  lastname: last_name
                  jobtitle: title
                  description: { cel: "title == null ? 'none' : title" }
                  fullname2: { cel: "orElse(notes, '-')" }
                """);

        MappingResult result = bench.map(row("last_name", Value.text("Davolio"), "title", Value.text("")));

        assertThat(result)
                .isEqualTo(new Mapped(row(
                                "lastname", Value.text("Davolio"),
                                "jobtitle", Value.NULL,
                                "description", Value.NULL,
                                "fullname2", Value.ABSENT)
                        .columns()));
    }

    @Test
    void refusesTheRowAndNamesTheColumn() {
        MappingBench bench = bench().file("contact.yaml", """
                entity: contact
                from: public.employees
                columns: { lastname: last_name, jobtitle: { cel: upper(title) } }
                """);

        assertThat(bench.map(row("last_name", Value.NULL, "title", Value.text("a"))))
                .isEqualTo(new Refused(
                        RejectionReason.REQUIRED_VALUE_MISSING,
                        "column lastname: there is no value, and Dataverse requires one; orElse(x, ...) in the mapping"
                                + " gives a default"));
        assertThat(bench.map(row("last_name", Value.text("x".repeat(51)), "title", Value.text("a"))))
                .isEqualTo(new Refused(
                        RejectionReason.VALUE_TOO_LONG,
                        "column lastname: 51 characters, the maximum is 50; left(x, 50) in the mapping cuts it"));
        assertThat(bench.map(row("last_name", Value.text("x"), "title", Value.NULL)))
                .isEqualTo(new Refused(
                        RejectionReason.EXPRESSION_FAILED,
                        "column jobtitle: title is null here, and an operation on null refuses the row; use"
                                + " orElse(title, ...) or title == null ? ... : ..."));
    }

    @Test
    void leavesOutWhatTheFilterDoesNotKeep() {
        MappingBench bench = bench().file("contact.yaml", """
                entity: contact
                from: public.employees
                filter: title != 'Ghost' && born > date('1900-01-01')
                columns: { lastname: last_name }
                """);

        assertThat(bench.map(person("Clerk", new Value.Day(LocalDate.of(1950, 1, 1)))))
                .isInstanceOf(Mapped.class);
        assertThat(bench.map(person("Ghost", new Value.Day(LocalDate.of(1950, 1, 1)))))
                .isEqualTo(new Filtered());
        assertThat(bench.map(person("Clerk", Value.NULL)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.detail()).startsWith("filter: born is null here"));
        assertThat(bench.map(person("Clerk", Value.ABSENT)))
                .isEqualTo(
                        new Refused(RejectionReason.EXPRESSION_FAILED, "filter: a column that it reads is not known"));
    }

    @Test
    void splitsOneTableAndMergesSeveral() {
        MappingBench bench = bench().source("public.partners", "name TEXT")
                .file("a.yaml", "entity: contact\nfrom: public.employees\ncolumns: { lastname: last_name }")
                .file(
                        "b.yaml",
                        "entity: contact\nfrom: public.employees\ndiscriminator: alias\n"
                                + "columns: { lastname: first_name }")
                .file("c.yaml", "entity: account\nfrom: public.employees\ncolumns: { name: last_name }")
                .file("d.yaml", "entity: contact\nfrom: partners\ncolumns: { lastname: name }")
                .target("account", "name text(160)");

        Mappings mappings = bench.compile();

        assertThat(mappings.of(new SourceTable("erp", "public", "employees")))
                .extracting(EntityMapping::entity, EntityMapping::discriminator)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("contact", ""),
                        org.assertj.core.groups.Tuple.tuple("contact", "alias"),
                        org.assertj.core.groups.Tuple.tuple("account", ""));
        assertThat(mappings.of(new SourceTable("erp", "public", "partners")))
                .extracting(EntityMapping::entity)
                .containsExactly("contact");
    }

    @Test
    void refusesTwoPoliciesForChangedRowsOfOneEntity() {
        MappingBench bench = bench().file(
                        "a.yaml",
                        "entity: contact\nfrom: public.employees\nchanged: keep\ncolumns: { lastname: last_name }")
                .file(
                        "b.yaml",
                        "entity: contact\nfrom: employees\ndiscriminator: b\ncolumns: { lastname: first_name }");

        assertThat(bench.problems())
                .containsExactly("b.yaml, line 1, entity: a.yaml says changed: keep of rows of contact, this file"
                        + " overwrite; say the same in both");
    }

    @Test
    void adoptsRowsByColumnsThatItMaps() {
        String contact = "entity: contact\nfrom: public.employees\ncolumns: { lastname: last_name }\n";

        assertThat(bench().file("a.yaml", contact).compile().all().getFirst().adopting())
                .isEmpty();
        assertThat(bench().file("a.yaml", contact + "adopt: { by: lastname, ambiguous: create }")
                        .compile()
                        .all()
                        .getFirst()
                        .adopting())
                .contains(new Adopting(List.of("lastname"), true));
        assertThat(bench().file("a.yaml", contact + "adopt: { by: [lastnam] }").problems())
                .containsExactly(
                        "a.yaml, line 4, adopt.by: this file maps no column 'lastnam'; the nearest is lastname;"
                                + " rows are known again by columns of Dataverse that it maps");
        assertThat(bench().file("a.yaml", contact + "adopt: { by: [lastname], ambiguous: ask }")
                        .problems())
                .containsExactly("a.yaml, line 4, adopt: 'ask' is not what can become of ambiguous rows; expected"
                        + " refuse or create");
    }

    @Test
    void refusesTwoWaysToAdoptRowsOfOneEntity() {
        MappingBench bench = bench().file(
                        "a.yaml",
                        "entity: contact\nfrom: public.employees\nadopt: { by: lastname }\n"
                                + "columns: { lastname: last_name, jobtitle: title }")
                .file(
                        "b.yaml",
                        "entity: contact\nfrom: employees\ndiscriminator: b\nadopt: { by: jobtitle }\n"
                                + "columns: { lastname: last_name, jobtitle: title }");

        assertThat(bench.problems())
                .containsExactly("b.yaml, line 4, adopt: the mapping of public.employees adopts rows of contact in"
                        + " another way; say the same in both");
    }

    @Test
    void refusesTwoFilesThatWouldMakeTheSameRow() {
        MappingBench bench = bench().file(
                        "a.yaml", "entity: contact\nfrom: public.employees\ncolumns: { lastname: last_name }")
                .file("b.yaml", "entity: contact\nfrom: employees\ncolumns: { lastname: first_name }");

        assertThat(bench.problems())
                .containsExactly("b.yaml, discriminator: a.yaml maps public.employees to contact already; if one source"
                        + " row makes two rows, give each file a discriminator of its own");
    }

    @Test
    void refusesTwoFilesThatDeclareOneThingDifferently() {
        String table = "entity: ferry_pet\nfrom: public.employees\n"
                + "table: { displayName: %s, displayCollectionName: Pets, primaryName: ferry_name }\n"
                + "columns: { ferry_name: last_name, ferry_age: { column: title, type: %s } }\ndiscriminator: %s\n";
        MappingBench bench = bench().file("a.yaml", table.formatted("Pet", "text(10)", "a"))
                .file("b.yaml", table.formatted("Animal", "text(20)", "b"));

        assertThat(bench.problems())
                .containsExactly(
                        "b.yaml, line 3, table: another file declares ferry_pet differently; declare it once",
                        "b.yaml, line 4, columns.ferry_age.type: another file declares it as text(10); a column has one"
                                + " type");
    }

    @Test
    void declaresColumnsOfStandardTables() {
        MappingBench bench = bench().file(
                        "contact.yaml",
                        "entity: contact\nfrom: public.employees\ncolumns: { ferry_pay_grade: { column: title, type:"
                                + " text(10) } }");

        assertThat(DeclaredTargets.of(bench.files())).singleElement().satisfies(contact -> {
            assertThat(contact.table()).isEmpty();
            assertThat(contact.columns()).singleElement().satisfies(column -> {
                assertThat(column.name()).isEqualTo("ferry_pay_grade");
                assertThat(column.label()).isEqualTo("Pay grade");
            });
        });
        assertThat(bench.problems()).isEmpty();
    }

    @Test
    void findsWhatPrepareHasMadeAndRefusesAnotherType() {
        String yaml = "entity: contact\nfrom: public.employees\ncolumns: { ferry_grade: { column: title, type: %s } }";
        MappingBench bench = bench().target("contact", "ferry_grade text(10)");

        assertThat(bench.file("contact.yaml", yaml.formatted("text(10)")).problems())
                .isEmpty();
        assertThat(bench.file("contact.yaml", yaml.formatted("text(20)")).problems())
                .containsExactly("contact.yaml, line 3, columns.ferry_grade.type: ferry_grade exists in Dataverse as"
                        + " text(10); write that, or leave type: out");
    }

    @Test
    void saysThatThereIsNoMapping() {
        assertThat(problem(folder.resolve("none"))).contains("there is no *.yaml");
    }

    @Test
    void tellsTheProblemsOfAllFiles() {
        MappingBench bench = bench().file("a.yaml", "entity: contact").file("b.yaml", "from: x");

        assertThat(bench.problems()).hasSize(2);
    }

    @Test
    void changesItsVersionWithTheContentOnly() {
        String yaml = "entity: contact\nfrom: public.employees\ncolumns:\n  lastname: last_name\n  jobtitle: title\n";
        String version = bench().file("a.yaml", yaml).compile().version();

        assertThat(version).matches("[0-9a-f]{12}");
        assertThat(bench().file(
                                "a.yaml",
                                "# a comment\nfrom: 'public.employees'\nentity: contact\ncolumns: { jobtitle: title,"
                                        + " lastname: last_name }\n")
                        .compile()
                        .version())
                .isEqualTo(version);
        assertThat(bench().file("a.yaml", yaml.replace("title\n", "first_name\n"))
                        .compile()
                        .version())
                .isNotEqualTo(version);
    }

    private static String problem(Path folder) {
        try {
            MappingFiles.read(folder);
            return "";
        } catch (MappingException wrong) {
            return List.copyOf(wrong.problems()).toString();
        }
    }

    private static SourceRow person(String title, Value born) {
        return row("last_name", Value.text("Fuller"), "title", Value.text(title), "born", born);
    }

    private MappingBench bench() {
        return new MappingBench(folder)
                .source(
                        "public.employees",
                        "last_name TEXT",
                        "first_name TEXT",
                        "title TEXT",
                        "notes TEXT",
                        "born DATE")
                .target(
                        "contact",
                        "lastname text(50) required",
                        "jobtitle text(100)",
                        "description memo(2000)",
                        "fullname2 text(100)",
                        "numberofchildren whole",
                        "isprivate boolean",
                        "birthdate date");
    }
}
