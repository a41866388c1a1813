package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.row;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.dataferry.transform.mapping.MappingResult.Mapped;
import org.dataferry.transform.mapping.MappingResult.Refused;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows lookups name, and what is said where they cannot. */
class LookupsTest {

    private static final String TASK = """
            entity: task
            from: public.tasks
            columns: { subject: title }
            lookups:
            """;

    @TempDir
    Path folder;

    @Test
    void namesTheRowByItsPrimaryKey() {
        MappingBench bench = tasks("  regardingobjectid: { to: account, from: public.customers, by: [customer_id] }");

        assertThat(lookups(bench, row("title", Value.text("call"), "customer_id", Value.text("ALFKI"))))
                .isEqualTo(Map.of("regardingobjectid", Optional.of(account("ALFKI"))));
    }

    @Test
    void takesOneColumnWithoutAList() {
        MappingBench bench = tasks("  regardingobjectid: { to: account, by: customer_id }");

        assertThat(lookups(bench, row("title", Value.text("call"), "customer_id", Value.text("ALFKI"))))
                .isEqualTo(Map.of("regardingobjectid", Optional.of(account("ALFKI"))));
    }

    @Test
    void keepsNullAndAbsentApart() {
        MappingBench bench = tasks("  regardingobjectid: { to: account, by: customer_id }");

        assertThat(lookups(bench, row("title", Value.text("call"), "customer_id", Value.NULL)))
                .isEqualTo(Map.of("regardingobjectid", Optional.empty()));
        assertThat(lookups(bench, row("title", Value.text("call")))).isEmpty();
    }

    @Test
    void namesNoneWhereAnyColumnOfTheKeyIsNull() {
        MappingBench bench = tasks("  lineid: { to: ferry_line, by: [order_id, product_id] }");

        assertThat(lookups(
                        bench, row("title", Value.text("x"), "order_id", Value.whole(1), "product_id", Value.whole(2))))
                .isEqualTo(Map.of(
                        "lineid",
                        Optional.of(new RowId.OfSource(
                                "ferry_line",
                                new SourceTable("erp", "public", "lines"),
                                SourceKey.of(Value.whole(1), Value.whole(2))))));
        assertThat(lookups(bench, row("title", Value.text("x"), "order_id", Value.NULL)))
                .isEqualTo(Map.of("lineid", Optional.empty()));
    }

    @Test
    void namesAKeyOfTextsAsTheKeyPadsThem() {
        MappingBench bench = tasks("  regardingobjectid: { to: account, from: public.padded, by: customer_id }")
                .file("padded.yaml", "entity: account\nfrom: public.padded\ncolumns: { name: code }");
        MappingBench other = new MappingBench(folder.resolve("other"))
                .source("public.customers", "*customer_id TEXT", "company_name TEXT")
                .source("public.tasks", "*id WHOLE", "title TEXT", "customer TEXT(6)")
                .target("account", "name text(160)")
                .target("task", "subject text(200)", "regardingobjectid lookup:account")
                .file("account.yaml", "entity: account\nfrom: public.customers\ncolumns: { name: company_name }")
                .file("task.yaml", TASK + "  regardingobjectid: { to: account, by: customer }");

        assertThat(lookups(bench, row("title", Value.text("x"), "customer_id", Value.text("ÄB"))))
                .isEqualTo(Map.of(
                        "regardingobjectid",
                        Optional.of(new RowId.OfSource(
                                "account",
                                new SourceTable("erp", "public", "padded"),
                                SourceKey.of(Value.text("ÄB   "))))));
        assertThat(lookups(other, row("title", Value.text("x"), "customer", Value.text("ALFKI "))))
                .isEqualTo(Map.of("regardingobjectid", Optional.of(account("ALFKI"))));
    }

    @Test
    void namesAKeyInTheTypeOfTheKey() {
        MappingBench bench = tasks("""
                  whole: { to: account, from: public.by_whole, by: number }
                  decimal: { to: account, from: public.by_decimal, by: order_id }
                  guid: { to: account, from: public.by_uuid, by: customer_id }
                """)
                .source("public.by_whole", "*id WHOLE", "name TEXT")
                .source("public.by_decimal", "*id DECIMAL", "name TEXT")
                .source("public.by_uuid", "*id UUID", "name TEXT")
                .file("w.yaml", "entity: account\nfrom: by_whole\ncolumns: { name: name }")
                .file("d.yaml", "entity: account\nfrom: by_decimal\ncolumns: { name: name }")
                .file("u.yaml", "entity: account\nfrom: by_uuid\ncolumns: { name: name }");
        String guid = "0a9be5ba-1a4c-4a34-9d3a-3f1c9a3b7f11";

        Map<String, Optional<RowId>> lookups = lookups(
                bench,
                row(
                        "title", Value.text("x"),
                        "number", Value.decimal("7.00"),
                        "order_id", Value.whole(10),
                        "customer_id", Value.text(guid)));

        assertThat(lookups.values().stream()
                        .map(named -> ((RowId.OfSource) named.orElseThrow()).key())
                        .toList())
                .containsExactly(
                        SourceKey.of(Value.whole(7)),
                        SourceKey.of(new Value.Decimal(BigDecimal.TEN)),
                        SourceKey.of(new Value.Guid(UUID.fromString(guid))));
        assertThat(task(bench).map(row("title", Value.text("x"), "number", Value.decimal("7.5"))))
                .isEqualTo(new Refused(
                        RejectionReason.VALUE_INVALID,
                        "lookup whole: source column number: 7.5 is no whole number of 64 bits, as the key is"));
    }

    @Test
    void namesTheRowOfTheCase() {
        MappingBench bench = tasks("""
                  regardingobjectid:
                    when: owner_type
                    cases:
                      C: { to: account, by: customer_id }
                      E: { to: contact, by: order_id }
                      N: null
                """);

        assertThat(lookups(bench, owned("C"))).isEqualTo(Map.of("regardingobjectid", Optional.of(account("ALFKI"))));
        assertThat(lookups(bench, owned("E")))
                .isEqualTo(Map.of(
                        "regardingobjectid",
                        Optional.of(new RowId.OfSource(
                                "contact",
                                new SourceTable("erp", "public", "employees"),
                                SourceKey.of(Value.whole(5)),
                                "staff"))));
        assertThat(lookups(bench, owned("N"))).isEqualTo(Map.of("regardingobjectid", Optional.empty()));
        assertThat(lookups(bench, row("title", Value.text("x"), "owner_type", Value.NULL)))
                .isEqualTo(Map.of("regardingobjectid", Optional.empty()));
        assertThat(lookups(bench, row("title", Value.text("x")))).isEmpty();
        assertThat(task(bench).map(owned("X")))
                .isEqualTo(new Refused(
                        RejectionReason.VALUE_INVALID,
                        "lookup regardingobjectid: source column owner_type is 'X', for which there is no case"));
        assertThat(task(bench).namedEntities()).containsExactlyInAnyOrder("account", "contact");
    }

    @Test
    void refusesARowWithoutARequiredLookup() {
        MappingBench bench = tasks("  regardingobjectid: { to: account, by: customer_id, required: true }");

        assertThat(task(bench).map(row("title", Value.text("x"), "customer_id", Value.NULL)))
                .isEqualTo(new Refused(
                        RejectionReason.REQUIRED_VALUE_MISSING,
                        "lookup regardingobjectid: it names no row, and the row must not be without it"));
    }

    @Test
    void saysWhichColumnsCannotBeLookups() {
        assertThat(tasks("""
                  subject: { to: account, by: customer_id }
                  subjet: { to: account, by: customer_id }
                  ownerid: { to: account, by: customer_id }
                  priority: { to: account, by: customer_id }
                  accountid: { to: contact, by: order_id }
                  ferry_own: { to: account, by: customer_id, type: text(10) }
                """).problems())
                .containsExactly(
                        "task.yaml, line 5, lookups.subject: subject is under columns already; a lookup is only"
                                + " here",
                        "task.yaml, line 6, lookups.subjet: task has no column 'subjet'; there are"
                                + " regardingobjectid, accountid, lineid, whole, decimal, guid, ownerid; for a"
                                + " lookup of your own add type: lookup so that prepare makes it",
                        "task.yaml, line 7, lookups.ownerid: ownerid says who owns a row; owners follow in a"
                                + " later version",
                        "task.yaml, line 8, lookups.priority: priority is whole in task, which names no row;"
                                + " map it under columns",
                        "task.yaml, line 9, lookups.accountid: accountid may name rows of account, not of" + " contact",
                        "task.yaml, line 10, lookups.ferry_own.type: 'text(10)' is no type of a lookup; write"
                                + " type: lookup, or leave it out",
                        "task.yaml, line 10, lookups.ferry_own: task has no column 'ferry_own'; there are"
                                + " regardingobjectid, accountid, lineid, whole, decimal, guid, ownerid; for a"
                                + " lookup of your own add type: lookup so that prepare makes it");
    }

    @Test
    void saysWhichRowsCannotBeNamed() {
        MappingBench bench = tasks("""
                  accountid: { to: accounts, by: customer_id }
                  regardingobjectid: { to: account, from: public.lines, by: customer_id }
                  whole: { to: account, by: customer }
                  decimal: { to: account, by: [customer_id, title] }
                  guid: { to: account, by: order_id }
                  lineid:
                    when: due
                    cases:
                      1: { to: ferry_line, by: [order_id, titel] }
                """);

        assertThat(bench.problems())
                .containsExactly(
                        "task.yaml, line 5, lookups.accountid: accountid may name rows of account, not of accounts",
                        "task.yaml, line 5, lookups.accountid.to: no mapping of this migration makes accounts, so no row"
                                + " of it can be named; map it, or leave this out; the nearest is account",
                        "task.yaml, line 6, lookups.regardingobjectid.from: no mapping of this migration makes account"
                                + " from public.lines; there is account from public.customers",
                        "task.yaml, line 7, lookups.whole.by: public.tasks has no column 'customer'; the nearest is"
                                + " customer_id",
                        "task.yaml, line 8, lookups.decimal.by: the primary key of public.customers is customer_id; name"
                                + " a column of public.tasks for each of it, in this order",
                        "task.yaml, line 9, lookups.guid.by: source column order_id is whole, and customer_id in the"
                                + " primary key of public.customers is text: they name no common row; name a column of"
                                + " the key's type",
                        "task.yaml, line 11, lookups.lineid.when: source column due is date; cases are told apart by a"
                                + " text, a whole number or a bool",
                        "task.yaml, line 13, lookups.lineid.cases.1.by: public.tasks has no column 'titel'; the nearest"
                                + " is title");
    }

    @Test
    void asksWhichOfSeveralMappingsMakesTheRow() {
        MappingBench bench = tasks("  accountid: { to: account, by: customer_id }")
                .file("padded.yaml", "entity: account\nfrom: public.padded\ncolumns: { name: code }");

        assertThat(bench.problems())
                .containsExactly("task.yaml, line 5, lookups.accountid.to: several mappings make account: account from"
                        + " public.customers, account from public.padded; say which by from: and, where they"
                        + " differ in it, discriminator:");
    }

    @Test
    void saysHowALookupIsWritten() {
        assertThat(tasks("  accountid: { by: customer_id }").problems())
                .containsExactly("task.yaml, line 5, lookups.accountid: 'to' is missing or empty");
        assertThat(tasks("  accountid: { to: account }").problems())
                .containsExactly(
                        "task.yaml, line 5, lookups.accountid: 'by' is missing or empty; name the source columns"
                                + " that hold the key of the row, such as by: [customer_id]");
        assertThat(tasks("  accountid: { when: owner_type, to: account }").problems())
                .containsExactly(
                        "task.yaml, line 5, lookups.accountid: a lookup has either to and by, or when and cases;"
                                + " this one has some of both");
        assertThat(tasks("  accountid: { when: owner_type }").problems())
                .containsExactly(
                        "task.yaml, line 5, lookups.accountid: 'cases' is missing or empty; name a row for each"
                                + " value of owner_type");
        assertThat(tasks("  accountid: { when: owner_type, cases: { C: } }").problems())
                .containsExactly(
                        "task.yaml, line 5, lookups.accountid.cases.C: it has no value; give it one, or leave it"
                                + " out");
        assertThat(tasks("  accountid: { to: null, by: customer_id }").problems())
                .containsExactly(
                        "task.yaml, line 5, lookups.accountid.to: it has no value; give it one, or leave it out");
    }

    @Test
    void declaresLookupsThatPrepareMakes() {
        MappingBench bench = tasks("""
                  ferry_customer: { to: account, by: customer_id, type: lookup, label: Customer }
                  ferry_about:
                    type: lookup
                    when: owner_type
                    cases: { C: { to: account, by: customer_id }, E: { to: contact, by: order_id } }
                """);

        assertThat(bench.problems()).isEmpty();
        assertThat(DeclaredTargets.of(bench.files()))
                .filteredOn(declared -> declared.entity().equals("task"))
                .singleElement()
                .satisfies(task -> assertThat(task.columns())
                        .containsExactly(
                                new DeclaredColumn(
                                        "ferry_customer", "Customer", new TargetColumnType.Lookup(List.of("account"))),
                                new DeclaredColumn(
                                        "ferry_about",
                                        "About",
                                        new TargetColumnType.Lookup(List.of("account", "contact")))));
    }

    private MappingBench tasks(String lookups) {
        return new MappingBench(folder)
                .source("public.customers", "*customer_id TEXT", "company_name TEXT")
                .source("public.padded", "*code TEXT(5)")
                .source("public.employees", "*employee_id WHOLE", "last_name TEXT")
                .source("public.lines", "*order_id WHOLE", "*product_id WHOLE", "note TEXT")
                .source(
                        "public.tasks",
                        "*id WHOLE",
                        "title TEXT",
                        "customer_id TEXT",
                        "order_id WHOLE",
                        "product_id WHOLE",
                        "number DECIMAL",
                        "owner_type TEXT",
                        "due DATE")
                .target("account", "name text(160)")
                .target("contact", "lastname text(50)")
                .target("ferry_line", "ferry_name text(100)")
                .target(
                        "task",
                        "subject text(200)",
                        "priority whole",
                        "regardingobjectid lookup:account,contact",
                        "accountid lookup:account",
                        "lineid lookup:ferry_line",
                        "whole lookup:account",
                        "decimal lookup:account",
                        "guid lookup:account",
                        "ownerid lookup:systemuser,team")
                .file("account.yaml", "entity: account\nfrom: public.customers\ncolumns: { name: company_name }")
                .file(
                        "contact.yaml",
                        "entity: contact\nfrom: public.employees\ndiscriminator: staff\n"
                                + "columns: { lastname: last_name }")
                .file("line.yaml", "entity: ferry_line\nfrom: public.lines\ncolumns: { ferry_name: note }")
                .file("task.yaml", TASK + lookups);
    }

    private static SourceRow owned(String type) {
        return row(
                "title", Value.text("x"),
                "owner_type", Value.text(type),
                "customer_id", Value.text("ALFKI"),
                "order_id", Value.whole(5));
    }

    private static RowId account(String key) {
        return new RowId.OfSource(
                "account", new SourceTable("erp", "public", "customers"), SourceKey.of(Value.text(key)));
    }

    private static EntityMapping task(MappingBench bench) {
        return bench.compile().all().stream()
                .filter(mapping -> mapping.entity().equals("task"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Optional<RowId>> lookups(MappingBench bench, SourceRow row) {
        return ((Mapped) task(bench).map(row)).lookups();
    }
}
