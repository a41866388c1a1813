package org.dataferry.control.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.capture.source.ReplicaIdentity;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.source.Catalogues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a migration leaves behind is said, wherever in the files a column may be read. */
class NotMigratedTest {

    @TempDir
    Path mappings;

    @Test
    void namesTablesAndColumnsThatNoFileReads() throws IOException {
        write("contact.yaml", """
                entity: contact
                from: people
                columns: { lastname: name }
                """);

        assertThat(of(table("people", "name", "photo", "notes"), table("audit", "text")))
                .isEqualTo(new NotMigrated(
                        List.of("public.audit"),
                        List.of(new NotMigrated.ColumnsOf("public.people", List.of("photo", "notes")))));
    }

    @Test
    void countsAColumnAsReadWhereverAFileNamesIt() throws IOException {
        write("contact.yaml", """
                entity: contact
                from: people
                filter: valid != 'no'
                columns:
                  lastname: name
                  description: { cel: "a + b" }
                  ferry_kind: { column: kind, options: true, type: choice }
                lookups:
                  parentcustomerid:
                    when: owner_type
                    cases: { A: { to: account, by: owner }, B: null }
                state: { state: { cel: "closed == 'x' ? 1 : 0" }, status: status }
                merge: { rule: by-mail, key: { cel: mail } }
                """);
        write("link.yaml", """
                relationship: ferry_friends
                from: friends
                first: { to: contact, by: one }
                second: { to: contact, by: other }
                """);

        assertThat(of(
                        table(
                                "people",
                                "valid",
                                "name",
                                "a",
                                "b",
                                "kind",
                                "owner_type",
                                "owner",
                                "closed",
                                "status",
                                "mail",
                                "left"),
                        table("friends", "one", "other", "since")))
                .isEqualTo(new NotMigrated(
                        List.of(),
                        List.of(
                                new NotMigrated.ColumnsOf("public.friends", List.of("since")),
                                new NotMigrated.ColumnsOf("public.people", List.of("left")))));
    }

    @Test
    void addsUpWhatSeveralFilesReadOfOneTable() throws IOException {
        write("a.yaml", "entity: contact\nfrom: people\ncolumns: { lastname: name }\n");
        write("b.yaml", "entity: account\nfrom: people\ncolumns: { name: firm }\n");

        assertThat(of(table("people", "name", "firm"))).isEqualTo(new NotMigrated(List.of(), List.of()));
    }

    @Test
    void namesAColumnWhoseTypeCannotBeMapped() throws IOException {
        write("a.yaml", "entity: contact\nfrom: people\ncolumns: { lastname: name }\n");
        SourceTable people = new SourceTable(
                TableName.parse("people"),
                List.of(
                        column("id", CanonicalType.TEXT),
                        column("name", CanonicalType.TEXT),
                        column("strange", CanonicalType.UNSUPPORTED)),
                List.of("id"),
                OptionalLong.empty(),
                new ReplicaIdentity.PrimaryKey());

        assertThat(of(people).columns())
                .containsExactly(new NotMigrated.ColumnsOf("public.people", List.of("strange")));
    }

    private NotMigrated of(SourceTable... tables) {
        return NotMigrated.of(
                Catalogues.of("erp", new SourceCatalogue(Arrays.asList(tables))), Blueprint.read(mappings));
    }

    private void write(String file, String yaml) throws IOException {
        Files.writeString(mappings.resolve(file), yaml);
    }

    /** With a key that no file names. */
    private static SourceTable table(String name, String... columns) {
        List<SourceColumn> all = new ArrayList<>();
        all.add(column("id", CanonicalType.TEXT));
        Arrays.stream(columns).forEach(column -> all.add(column(column, CanonicalType.TEXT)));
        return new SourceTable(
                TableName.parse(name), all, List.of("id"), OptionalLong.empty(), new ReplicaIdentity.PrimaryKey());
    }

    private static SourceColumn column(String name, CanonicalType type) {
        return new SourceColumn(
                name, "text", type, true, false, OptionalInt.empty(), false, OptionalInt.empty(), OptionalInt.empty());
    }
}
