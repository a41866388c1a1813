package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.row;

import java.nio.file.Path;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.LinkMapping.LinkResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row of a link table in, a link out. */
class LinksTest {

    private static final String LINKS = """
            relationship: ferry_employee_territory
            from: public.employee_territories
            first: { to: contact, by: employee_id }
            second: { to: ferry_territory, from: public.territories, by: [territory_id] }
            create: true
            """;

    @TempDir
    Path folder;

    @Test
    void linksTheTwoRowsThatTheColumnsName() {
        Mappings mappings = bench(LINKS).compile();

        assertThat(link(mappings, row("employee_id", Value.whole(1), "territory_id", Value.text("06897"))))
                .isEqualTo(new LinkResult.Linked(
                        new RowId.Link("ferry_employee_territory", contact(1), territory("06897"))));
        assertThat(mappings.links()).singleElement().satisfies(links -> {
            assertThat(links.table()).isEqualTo(new SourceTable("erp", "public", "employee_territories"));
            assertThat(links.namedEntities()).containsExactlyInAnyOrder("contact", "ferry_territory");
        });
        assertThat(mappings.tables()).contains(new SourceTable("erp", "public", "employee_territories"));
        assertThat(mappings.relationships()).containsExactly("ferry_employee_territory");
        assertThat(mappings.entities()).containsExactlyInAnyOrder("contact", "ferry_territory");
    }

    @Test
    void linksNothingWhereAnEndIsEmptyOrTheFilterSaysSo() {
        Mappings mappings = bench(LINKS + "filter: employee_id != 9\n").compile();

        assertThat(link(mappings, row("employee_id", Value.whole(1), "territory_id", Value.NULL)))
                .isEqualTo(new LinkResult.None());
        assertThat(link(mappings, row("employee_id", Value.whole(9), "territory_id", Value.text("06897"))))
                .isEqualTo(new LinkResult.None());
    }

    @Test
    void refusesHalfALink() {
        Mappings mappings = bench(LINKS).compile();

        assertThat(link(mappings, row("employee_id", Value.whole(1))))
                .isEqualTo(new LinkResult.Refused(
                        RejectionReason.VALUE_INVALID, "second: a column that it is named by is not known"));
    }

    @Test
    void linksRowsOfOneEntity() {
        Mappings mappings = bench("""
                relationship: ferry_contact_contact
                from: public.friends
                first: { to: contact, by: one }
                second: { to: contact, by: other }
                """).compile();

        assertThat(link(mappings, row("one", Value.whole(1), "other", Value.whole(2))))
                .isEqualTo(new LinkResult.Linked(new RowId.Link("ferry_contact_contact", contact(1), contact(2))));
        assertThat(mappings.links().getFirst().namedEntities()).containsExactly("contact");
    }

    @Test
    void declaresTheRelationshipsForPrepare() {
        MappingBench bench = bench(LINKS);

        assertThat(DeclaredRelationship.of(bench.files()))
                .containsExactly(
                        new DeclaredRelationship("ferry_employee_territory", "contact", "ferry_territory", true));
        assertThat(DeclaredTargets.of(bench.files())).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithALinkFile() {
        assertThat(bench(LINKS.replace("employee_territories", "employe_territories")
                                .replace("by: employee_id", "by: id"))
                        .problems())
                .containsExactly("links.yaml, line 2, from: the source has no table 'public.employe_territories'; the"
                        + " nearest are public.employee_territories, public.territories, public.employees");
        assertThat(bench(LINKS.replace("to: contact", "to: account").replace("[territory_id]", "employee_id"))
                        .problems())
                .containsExactly(
                        "links.yaml, line 3, first.to: no mapping of this migration makes account, so no row of it can be"
                                + " named; map it, or leave this out; there are contact, ferry_territory",
                        "links.yaml, line 4, second.by: source column employee_id is whole, and territory_id in the"
                                + " primary key of public.territories is text: they name no common row; name a column of"
                                + " the key's type");
        assertThat(bench(LINKS.replace("ferry_employee_territory", "EmployeeTerritory"))
                        .problems())
                .containsExactly("links.yaml, line 1, relationship: a relationship that prepare makes has lower-case"
                        + " letters, digits and _ after the publisher's prefix, such as ferry_employeeterritory;"
                        + " 'EmployeeTerritory' has not");
        assertThat(bench("relationship: a\nfrom: public.friends\nfirst: { to: contact, by: one }\n")
                        .problems())
                .containsExactly("links.yaml, line 1: 'second' is missing; a link has two ends, each with to and by");
        assertThat(bench(LINKS + "entity: contact\n").problems())
                .containsExactly("links.yaml, line 6: unknown field 'entity'; known here: create, filter, first, from,"
                        + " relationship, second");
    }

    @Test
    void refusesTwoFilesThatWouldMakeTheSameLinks() {
        assertThat(bench(LINKS).file("more.yaml", LINKS).problems())
                .containsExactly("more.yaml, line 2, from: links.yaml makes links of ferry_employee_territory from"
                        + " public.employee_territories already; one source row makes one link of a relationship");
        assertThat(bench(LINKS).file("more.yaml", """
                                relationship: ferry_employee_territory
                                from: public.friends
                                first: { to: contact, by: one }
                                second: { to: contact, by: other }
                                """).problems())
                .containsExactly("more.yaml, line 1, relationship: another file links contact and ferry_territory by"
                        + " ferry_employee_territory, in this order; a relationship has one entity at each end");
    }

    private MappingBench bench(String links) {
        return new MappingBench(folder.resolve(Integer.toHexString(links.hashCode())))
                .source("public.employees", "*employee_id WHOLE", "last_name TEXT")
                .source("public.territories", "*territory_id TEXT", "description TEXT")
                .source("public.employee_territories", "*employee_id WHOLE", "*territory_id TEXT")
                .source("public.friends", "*one WHOLE", "*other WHOLE")
                .target("contact", "lastname text(50)")
                .target("ferry_territory", "ferry_name text(100)")
                .file("contact.yaml", "entity: contact\nfrom: public.employees\ncolumns: { lastname: last_name }")
                .file(
                        "territory.yaml",
                        "entity: ferry_territory\nfrom: public.territories\ncolumns: { ferry_name: description }")
                .file("links.yaml", links);
    }

    private static LinkResult link(Mappings mappings, SourceRow row) {
        return mappings.links().getFirst().link(row);
    }

    private static RowId contact(long id) {
        return new RowId.OfSource(
                "contact", new SourceTable("erp", "public", "employees"), SourceKey.of(Value.whole(id)));
    }

    private static RowId territory(String id) {
        return new RowId.OfSource(
                "ferry_territory", new SourceTable("erp", "public", "territories"), SourceKey.of(Value.text(id)));
    }
}
