package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mapping reads of a {@code char(n)}, which arrives with blanks up to its length. */
class PaddingTest {

    @TempDir
    Path folder;

    @Test
    void readsColumnsAndExpressionsWithoutThePadding() {
        MappingResult.Mapped mapped = mapped(
                "columns: { accountnumber: code, name: { cel: \"code + '-' + string(size(code))\" } }",
                depot("D011 ", "x "));

        assertThat(mapped.columns())
                .isEqualTo(Map.of("accountnumber", Value.text("D011"), "name", Value.text("D011-4")));
    }

    @Test
    void leavesTheBlanksOfOtherTextsAlone() {
        assertThat(mapped("columns: { name: town }", depot("D011 ", "x ")).columns())
                .isEqualTo(Map.of("name", Value.text("x ")));
    }

    @Test
    void readsBlanksAloneAsAnEmptyTextWhichIsNull() {
        assertThat(mapped("columns: { accountnumber: code }", depot("     ", "x"))
                        .columns())
                .isEqualTo(Map.of("accountnumber", Value.NULL));
    }

    @Test
    void filtersWithoutThePadding() {
        assertThat(bench("filter: code == 'D011'\ncolumns: { name: town }").map(depot("D011 ", "x")))
                .isInstanceOf(MappingResult.Mapped.class);
    }

    @Test
    void namesTheRowOfAKeyAsTheKeyIsPadded() {
        MappingResult.Mapped mapped = mapped(
                "columns: { name: town }\nlookups: { parentaccountid: { to: account, by: parent } }",
                MappingBench.row("code", Value.text("D012 "), "town", Value.text("x"), "parent", Value.text("D011 ")));

        assertThat(mapped.lookups())
                .isEqualTo(Map.of(
                        "parentaccountid",
                        Optional.of(new RowId.OfSource(
                                "account",
                                new SourceTable("erp", "public", "depots"),
                                SourceKey.of(Value.text("D011 "))))));
    }

    private MappingResult.Mapped mapped(String rest, SourceRow row) {
        return (MappingResult.Mapped) bench(rest).map(row);
    }

    private MappingBench bench(String rest) {
        return new MappingBench(folder)
                .source("public.depots", "*code TEXT(5)", "town TEXT", "parent TEXT(5)")
                .target("account", "name text(160)", "accountnumber text(20)", "parentaccountid lookup:account")
                .file("depot.yaml", "entity: account\nfrom: public.depots\n" + rest);
    }

    private static SourceRow depot(String code, String town) {
        return MappingBench.row("code", Value.text(code), "town", Value.text(town), "parent", Value.NULL);
    }
}
