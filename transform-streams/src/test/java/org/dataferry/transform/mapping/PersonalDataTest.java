package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.language.MappingFiles;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mark on a column leads to the keys and ids that hold the same data. */
class PersonalDataTest {

    private static final SourceSchemas SOURCES = new SourceSchemas(List.of(
            table("public.people", "*mail TEXT", "name TEXT", "title TEXT"),
            table("public.staff", "*id WHOLE", "name TEXT", "mail TEXT"),
            table("public.visits", "*id WHOLE", "mail TEXT"),
            table("public.memberships", "*mail TEXT", "*club WHOLE", "note TEXT"),
            table("public.fees", "*year WHOLE", "*owner TEXT", "*club_no WHOLE"),
            table("public.clubs", "*club WHOLE", "name TEXT")));

    @TempDir
    private Path folder;

    @Test
    void isWhatTheFilesMark() throws IOException {
        write("staff.yaml", """
                entity: contact
                from: staff
                columns: { lastname: { column: name, personal: true }, jobtitle: { constant: nurse }, fax: mail }
                """);

        PersonalData personal = read();

        assertThat(personal.columns()).isEqualTo(Map.of("contact", Set.of("lastname")));
        assertThat(personal.isPersonal("contact", "lastname")).isTrue();
        assertThat(personal.isPersonal("contact", "fax")).isFalse();
        assertThat(personal.isPersonal(row("contact", "staff"))).isFalse();
        assertThat(personal.mayQuote("contact")).isTrue();
        assertThat(personal.isPersonal("contact", "statecode")).isFalse();
    }

    @Test
    void isWhatTheFilesDoNotKnowAnyMore() throws IOException {
        write("staff.yaml", """
                entity: contact
                from: staff
                columns: { jobtitle: { constant: nurse } }
                lookups: { ferry_visitid: { to: ferry_visit, by: id } }
                files: { ferry_cv: { content: mail } }
                """);

        PersonalData personal = read();

        assertThat(personal.marksNothing()).isTrue();
        for (String column : List.of("jobtitle", "ferry_visitid", "ferry_cv")) {
            assertThat(personal.isPersonal("contact", column)).as(column).isFalse();
        }
        assertThat(personal.isPersonal("contact", "lastname"))
                .as("it was removed, or has another name now")
                .isTrue();
        assertThat(personal.isPersonal("account", "name")).isTrue();
        assertThat(personal.mayQuote("account")).isTrue();
        assertThat(personal.isPersonal(row("account", "staff"))).isTrue();
        assertThat(personal.isPersonal(row("contact", "people")))
                .as("the file of this table is gone")
                .isTrue();
        assertThat(personal.isPersonal(row("contact", "staff"))).isFalse();
        assertThat(personal.isPersonal(new RowId.Merged("contact", "mail", SourceKey.of(Value.text("ann@x")))))
                .isTrue();
    }

    @Test
    void isAKeyThatAMarkedColumnIsMadeOf() throws IOException {
        write("people.yaml", """
                entity: contact
                from: people
                columns: { emailaddress1: { cel: "lower(mail)", personal: true } }
                """);
        write("visits.yaml", """
                entity: ferry_visit
                from: visits
                columns: { ferry_name: { constant: visit } }
                lookups: { ferry_contactid: { to: contact, by: mail } }
                """);

        PersonalData personal = read();

        RowId ann = row("contact", "people");
        assertThat(personal.isPersonal(ann)).isTrue();
        assertThat(personal.isPersonal(row("ferry_visit", "visits"))).isFalse();
        assertThat(personal.isPersonal(new RowId.Link("friends", row("ferry_visit", "visits"), ann)))
                .isTrue();
        assertThat(personal.mayQuote("ferry_visit"))
                .as("an error names the row that is missing, by its key")
                .isTrue();
    }

    @Test
    void isTheIdOfARowThatMergesByIt() throws IOException {
        for (String key : List.of("emailaddress1", "{ cel: \"lower(mail)\" }")) {
            write("staff.yaml", """
                    entity: contact
                    from: staff
                    columns: { emailaddress1: { column: mail, personal: true }, lastname: name }
                    merge: { rule: mail, key: KEY }
                    """.replace("KEY", key));

            assertThat(read().isPersonal(new RowId.Merged("contact", "mail", SourceKey.of(Value.text("ann@x")))))
                    .as(key)
                    .isTrue();
        }
        write("staff.yaml", """
                entity: contact
                from: staff
                columns: { emailaddress1: { column: mail, personal: true }, lastname: name }
                merge: { rule: name, key: lastname }
                """);
        assertThat(read().isPersonal(new RowId.Merged("contact", "name", SourceKey.of(Value.text("Lee")))))
                .isFalse();
    }

    @Test
    void isAKeyThatARowsKeyIsPartOf() throws IOException {
        write("people.yaml", """
                entity: contact
                from: people
                columns: { emailaddress1: { column: mail, personal: true } }
                """);
        // The files are read by their names: what follows from the last of them holds for the first.
        write("clubs.yaml", "entity: account\nfrom: clubs\ncolumns: { name: name }\n");
        write("fees.yaml", """
                entity: ferry_fee
                from: fees
                columns: { ferry_year: year }
                lookups: { ferry_memberid: { to: ferry_membership, by: [owner, club_no] } }
                """);
        write("memberships.yaml", """
                entity: ferry_membership
                from: memberships
                columns: { ferry_note: note }
                lookups: { ferry_contactid: { to: contact, by: mail }, ferry_clubid: { to: account, by: club } }
                """);

        PersonalData personal = read();

        assertThat(personal.keys()).containsExactlyInAnyOrder("public.people", "public.memberships", "public.fees");
        assertThat(personal.mayQuote("ferry_fee")).isTrue();
        assertThat(personal.mayQuote("account")).isFalse();
    }

    @Test
    void isNotAPartOfAKeyThatSaysNothingOfAPerson() throws IOException {
        write("memberships.yaml", """
                entity: ferry_membership
                from: memberships
                columns: { ferry_mail: { column: mail, personal: true } }
                """);
        write("clubs.yaml", """
                entity: account
                from: clubs
                columns: { name: name }
                lookups: { primarycontactid: { to: ferry_membership, by: [name, club] } }
                """);

        assertThat(read().keys())
                .as("only the mail is of a person, and the key is the club")
                .containsExactly("public.memberships");
    }

    @Test
    void isTheSourceRowOfALinkAndWhatMergesByALookup() throws IOException {
        write("people.yaml", """
                entity: contact
                from: people
                columns: { emailaddress1: { column: mail, personal: true } }
                """);
        write("clubs.yaml", "entity: account\nfrom: clubs\ncolumns: { name: name }\n");
        write("members.yaml", """
                relationship: ferry_members
                from: memberships
                first: { to: contact, by: mail }
                second: { to: account, by: club }
                """);
        write("visits.yaml", """
                entity: ferry_visitor
                from: visits
                columns: { ferry_name: mail }
                lookups: { ferry_contactid: { to: contact, by: mail } }
                merge: { rule: mail, key: ferry_name }
                """);

        PersonalData personal = read();

        assertThat(personal.keys()).containsExactlyInAnyOrder("public.people", "public.memberships");
        assertThat(personal.matched()).containsExactly("ferry_visitor");
        for (String entity : List.of("contact", "ferry_members", "ferry_visitor", "unknown")) {
            assertThat(personal.isNamedByPersons(entity)).as(entity).isTrue();
        }
        assertThat(personal.isNamedByPersons("account")).isFalse();
    }

    @Test
    void isMarkedForAllFilesOfAnEntity() throws IOException {
        write("staff.yaml", """
                entity: contact
                from: staff
                columns: { emailaddress1: { column: mail, personal: true } }
                """);
        write("people.yaml", "entity: contact\nfrom: people\ncolumns: { emailaddress1: mail }\n");

        assertThat(read().isPersonal(row("contact", "people"))).isTrue();
    }

    @Test
    void isRatherTooMuchWhereTheSourceIsNotKnown() throws IOException {
        write("staff.yaml", """
                entity: contact
                from: staff
                columns: { lastname: { column: name, personal: true } }
                """);

        assertThat(PersonalData.of(MappingFiles.read(folder), Optional.empty()).isPersonal(row("contact", "staff")))
                .isTrue();
    }

    @Test
    void isNothingWhereNothingIsMarked() throws IOException {
        write("staff.yaml", "entity: contact\nfrom: staff\ncolumns: { lastname: { column: name, personal: false } }\n");

        assertThat(read().marksNothing()).isTrue();
        assertThat(read().isPersonal(row("contact", "staff"))).isFalse();
        assertThat(read().mayQuote("contact")).isFalse();
    }

    private PersonalData read() {
        return PersonalData.of(MappingFiles.read(folder), Optional.of(SOURCES));
    }

    private void write(String file, String yaml) throws IOException {
        Files.writeString(folder.resolve(file), yaml);
    }

    private static RowId.OfSource row(String entity, String table) {
        return new RowId.OfSource(entity, new SourceTable("erp", "public", table), SourceKey.of(Value.text("7")));
    }
}
