package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.row;

import java.nio.file.Path;
import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People of two tables are contacts, one for each e-mail address. */
class RowsThatMergeTest {

    private static final String PEOPLE = """
            entity: contact
            from: public.people
            columns: { lastname: name, emailaddress1: email }
            """;

    private static final String GUESTS = """
            entity: contact
            from: public.guests
            columns: { emailaddress1: mail, ferry_grade: grade }
            """;

    @TempDir
    Path folder;

    @Test
    void rowsMatchByTheTextOfWhatIsMapped() {
        EntityMapping guests = guests("merge: { rule: same, key: [emailaddress1, ferry_grade] }\n");

        assertThat(match(guests, row("mail", Value.text("a@x"), "grade", Value.whole(7))))
                .isEqualTo(new MatchKey.Of(SourceKey.of(Value.text("a@x"), Value.text("7"))));
    }

    @Test
    void rowsMatchByAnExpression() {
        EntityMapping people =
                people("merge: { rule: same, key: { cel: \"email == null ? null : lower(trim(email))\" } }\n");

        assertThat(match(people, row("name", Value.text("Ann"), "email", Value.text(" Ann@X "))))
                .isEqualTo(new MatchKey.Of(SourceKey.of(Value.text("ann@x"))));
    }

    @Test
    void emptyPartOfTheKeyMatchesNothing() {
        EntityMapping people = people("merge: { rule: same, key: [lastname, emailaddress1] }\n");

        assertThat(match(people, row("name", Value.text("Ann"), "email", Value.NULL)))
                .isEqualTo(new MatchKey.None());
        assertThat(match(people, row("name", Value.text("Ann"), "email", Value.text(""))))
                .isEqualTo(new MatchKey.None());
    }

    @Test
    void refusesARowWhoseKeyIsNotKnown() {
        EntityMapping people = people("merge: { rule: same, key: [emailaddress1] }\n");

        assertThat(match(people, row("name", Value.text("Ann"))))
                .isEqualTo(new MatchKey.Refused(
                        RejectionReason.VALUE_INVALID, "merge: a column that the match key is made of is not known"));
    }

    @Test
    void allFilesOfTheEntityHaveOneRule() {
        Mappings mappings = bench(
                        PEOPLE + "merge: { rule: same, key: emailaddress1 }\n",
                        GUESTS + "merge: { rule: same, key: emailaddress1, prefer: [guests, public.people] }\n")
                .compile();

        assertThat(mappings.all())
                .allSatisfy(mapping -> assertThat(
                                mapping.merging().orElseThrow().rule())
                        .satisfies(rule -> {
                            assertThat(rule.name()).isEqualTo("same");
                            assertThat(rule.prefer()).containsExactly(table("guests"), table("people"));
                            assertThat(rule.columns())
                                    .containsExactlyInAnyOrder("lastname", "emailaddress1", "ferry_grade");
                        }));
    }

    @Test
    void rowWithoutAKeyIsAloneInARowThatNoOtherHas() {
        MergeRule rule = people("merge: { rule: same, key: [emailaddress1] }\n")
                .merging()
                .orElseThrow()
                .rule();

        RowId.Merged one = rule.into(new RowId.OfSource("contact", table("people"), key(1)), Optional.empty());

        assertThat(one.rule()).isEqualTo("alone");
        assertThat(rule.into(new RowId.OfSource("contact", table("guests"), key(1)), Optional.empty()))
                .isNotEqualTo(one);
        assertThat(RowId.parse(one.text())).isEqualTo(one);
    }

    @Test
    void saysWhatIsWrongWithAKey() {
        assertThat(bench(PEOPLE + "merge: { rule: same, key: [emailadress1] }\n", GUESTS)
                        .problems())
                .containsExactly(
                        "people.yaml, line 4, merge.key: this file maps no column 'emailadress1'; the nearest is"
                                + " emailaddress1; a part of the key is a column of Dataverse that it maps, or { cel: ... }");
        assertThat(bench(PEOPLE + "merge: { rule: same, key: { cel: lowr(email) } }\n", GUESTS)
                        .problems())
                .singleElement()
                .asString()
                .startsWith("people.yaml, line 4, merge.key.cel: at column 5 of the expression: there is no column or");
        assertThat(bench(PEOPLE + "merge: { rule: same, key: { cel: photo } }\n", GUESTS)
                        .problems())
                .singleElement()
                .asString()
                .startsWith(
                        "people.yaml, line 4, merge.key.cel: the expression is bytes, the match key is text(4000): ");
        assertThat(bench(PEOPLE + "merge: { rule: same }\n", GUESTS).problems())
                .singleElement()
                .asString()
                .contains("'key' is missing or empty; name what rows have in common that merge");
    }

    @Test
    void saysWhatIsWrongWithARule() {
        assertThat(bench(PEOPLE + "merge: { rule: alone, key: emailaddress1 }\n", GUESTS)
                        .problems())
                .containsExactly(
                        "people.yaml, line 4, merge.rule: 'alone' names the rows that merge with none; give the"
                                + " rule another name");
        assertThat(bench(PEOPLE + "merge: { rule: By mail, key: emailaddress1 }\n", GUESTS)
                        .problems())
                .singleElement()
                .asString()
                .contains("'By mail' is not the name of a rule: it has lower-case letters, digits, _ and -");
        assertThat(bench(PEOPLE + "merge: { rule: same, key: emailaddress1, prefer: [publc.guests] }\n", GUESTS)
                        .problems())
                .containsExactly(
                        "people.yaml, line 4, merge.prefer: no rows of publc.guests merge into contact; there are"
                                + " public.people");
        assertThat(bench(PEOPLE + "discriminator: x\nmerge: { rule: same, key: emailaddress1 }\n", GUESTS)
                        .problems())
                .containsExactly("people.yaml, line 4, discriminator: a row that merges is known by its match key, so a"
                        + " discriminator tells nothing; leave it or merge out");
    }

    @Test
    void saysWhereFilesOfOneEntityDiffer() {
        assertThat(bench(
                                PEOPLE + "merge: { rule: other, key: [emailaddress1, lastname], prefer: people }\n",
                                GUESTS + "merge: { rule: same, key: emailaddress1, prefer: guests }\ndelete: keep\n")
                        .problems())
                .containsExactly(
                        "people.yaml, line 4, merge.rule: guests.yaml merges rows of contact by same; all files of an"
                                + " entity that merge have one rule",
                        "people.yaml, line 4, merge.key: it has 2 parts, and in guests.yaml it has 1: their rows would"
                                + " never merge",
                        "people.yaml, line 4, merge: guests.yaml says delete: keep of the same merged rows, this file"
                                + " delete; say the same in both",
                        "people.yaml, line 4, merge.prefer: guests.yaml prefers guests; one file is enough to say it");
    }

    @Test
    void refusesLinksOfRowsThatMerge() {
        MappingBench bench = bench(PEOPLE + "merge: { rule: same, key: emailaddress1 }\n", GUESTS);
        bench.file("friends.yaml", """
                relationship: ferry_contact_contact
                from: public.friends
                first: { to: contact, from: public.people, by: one }
                second: { to: contact, from: public.guests, by: other }
                """);

        assertThat(bench.problems())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("friends.yaml, line 3, first.to: rows of contact merge, and links of merged rows follow");
    }

    private EntityMapping people(String merge) {
        return bench(PEOPLE + merge, GUESTS).compile().all().getLast();
    }

    private EntityMapping guests(String merge) {
        return bench(PEOPLE, GUESTS + merge).compile().all().getFirst();
    }

    private static MatchKey match(EntityMapping mapping, SourceRow row) {
        return mapping.merging().orElseThrow().match(row, (MappingResult.Mapped) mapping.map(row));
    }

    private MappingBench bench(String people, String guests) {
        return new MappingBench(folder)
                .source("public.people", "*id WHOLE", "name TEXT", "email TEXT", "grade WHOLE", "photo BYTES")
                .source("public.guests", "*id WHOLE", "mail TEXT", "grade WHOLE")
                .source("public.friends", "*one WHOLE", "*other WHOLE")
                .target("contact", "lastname text(50)", "emailaddress1 text(100)", "ferry_grade whole")
                .file("people.yaml", people)
                .file("guests.yaml", guests);
    }

    private static SourceTable table(String name) {
        return new SourceTable("erp", "public", name);
    }

    private static SourceKey key(long id) {
        return SourceKey.of(Value.whole(id));
    }
}
