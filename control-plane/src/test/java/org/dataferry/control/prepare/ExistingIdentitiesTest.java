package org.dataferry.control.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class ExistingIdentitiesTest {

    private static final RowId SHORT = row("erp", "ALFKI");
    private static final RowId LONG = row("erp", "x".repeat(600));

    @Test
    void readsARowIdFromItsKeyAlone() {
        assertThat(ExistingIdentities.rowId(FerryKey.of(SHORT).value(), "")).contains(SHORT);
    }

    @Test
    void readsARowIdThatIsTooLongForItsKeyFromTheSecondColumn() {
        assertThat(ExistingIdentities.rowId(FerryKey.of(LONG).value(), LONG.text()))
                .contains(LONG);
    }

    @Test
    void skipsARowWhoseKeyIsNotOurs() {
        assertThat(ExistingIdentities.rowId("", "")).isEmpty();
        assertThat(ExistingIdentities.rowId("Something Else", "")).isEmpty();
        assertThat(ExistingIdentities.rowId("something", "")).isEmpty();
        assertThat(ExistingIdentities.rowId(FerryKey.of(LONG).value(), "")).isEmpty();
    }

    @Test
    void tellsTheRowsOfThisSourceFromThoseOfAnother() {
        assertThat(ExistingIdentities.isOfSource(SHORT, List.of("crm", "erp"))).isTrue();
        assertThat(ExistingIdentities.isOfSource(SHORT, List.of("crm"))).isFalse();
        assertThat(ExistingIdentities.isOfSource(
                        new RowId.Merged("account", "email", SourceKey.of(new Value.Text("a"))), List.of("erp")))
                .isFalse();
    }

    private static RowId row(String source, String key) {
        return new RowId.OfSource(
                "account", new SourceTable(source, "public", "customers"), SourceKey.of(new Value.Text(key)));
    }
}
