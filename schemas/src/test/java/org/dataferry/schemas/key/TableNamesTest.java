package org.dataferry.schemas.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dataferry.schemas.SchemasException;
import org.junit.jupiter.api.Test;

final class TableNamesTest {

    private final TableNames one = TableNames.of("erp");
    private final TableNames two = new TableNames(List.of("erp", "crm"));

    @Test
    void ofOneSourceATableNeedsNoSource() {
        SourceTable orders = new SourceTable("erp", "sales", "orders");

        assertThat(one.parse("sales.orders")).isEqualTo(orders);
        assertThat(one.text(orders)).isEqualTo("sales.orders");
        assertThat(one.parse("orders").schema()).isEqualTo("public");
    }

    @Test
    void ofSeveralSourcesTwoTablesOfOneNameAreTwo() {
        SourceTable ofErp = two.parse("erp/customer");
        SourceTable ofCrm = two.parse("crm/public.customer");

        assertThat(ofErp).isEqualTo(new SourceTable("erp", "public", "customer"));
        assertThat(ofCrm).isEqualTo(new SourceTable("crm", "public", "customer"));
        assertThat(two.text(ofErp)).isEqualTo("erp/public.customer");
        assertThat(two.parse(two.text(ofCrm))).isEqualTo(ofCrm);
    }

    @Test
    void whatDoesNotSayOfWhichSourceIsRefusedWithWhatWouldBeRight() {
        assertThatThrownBy(() -> two.parse("customer"))
                .isInstanceOf(SchemasException.class)
                .hasMessageContaining("erp, crm")
                .hasMessageContaining("erp/public.customer");
        assertThatThrownBy(() -> two.parse("hr/customer")).hasMessageContaining("the migration has erp, crm");
        assertThatThrownBy(() -> one.parse("erp/customer")).hasMessageContaining("write public.customer");
    }

    @Test
    void aSlashBehindADotBelongsToTheTable() {
        assertThat(one.parse("public.in/out").table()).isEqualTo("in/out");
        assertThat(TableNames.withSchema("public.in/out")).isEqualTo("public.in/out");
    }

    @Test
    void theSchemaIsAddedWhereItWasLeftOut() {
        assertThat(TableNames.withSchema("customer")).isEqualTo("public.customer");
        assertThat(TableNames.withSchema("crm/customer")).isEqualTo("crm/public.customer");
        assertThat(TableNames.withSchema("crm/sales.customer")).isEqualTo("crm/sales.customer");
    }

    @Test
    void twoSourcesOfOneNameAreRefused() {
        assertThatThrownBy(() -> new TableNames(List.of("erp", "erp"))).isInstanceOf(SchemasException.class);
    }
}
