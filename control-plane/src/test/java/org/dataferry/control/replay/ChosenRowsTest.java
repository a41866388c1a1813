package org.dataferry.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class ChosenRowsTest {

    private static final SourceTable CUSTOMERS = new SourceTable("nw", "public", "customers");
    private static final ReplayRow ADA = row("ADA");
    private static final ReplayRow BOB = row("BOB");

    @Test
    void allRowsAreThoseThatTheSourceHas() {
        assertThat(chosen(Set.of()).rows()).containsExactly(ADA);
    }

    @Test
    void rowIsChosenByItsKeyAlsoIfItIsDeleted() {
        assertThat(chosen(Set.of("BOB")).rows()).containsExactly(BOB);
    }

    @Test
    void noRowIsChosenUnderTheKeyOfAnother() {
        assertThat(chosen(Set.of("CYD")).rows()).isEmpty();
    }

    /** Ada is there, Bob was. */
    private static ChosenRows chosen(Set<String> keys) {
        ChosenRows rows = new ChosenRows(new ReplayChoice("account", Set.of(CUSTOMERS), keys));
        rows.changed(ADA);
        rows.changed(BOB);
        rows.deleted(BOB);
        return rows;
    }

    private static ReplayRow row(String key) {
        return new ReplayRow(CUSTOMERS, SourceKey.of(Value.text(key)));
    }
}
