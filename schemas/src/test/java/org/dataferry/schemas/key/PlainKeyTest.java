package org.dataferry.schemas.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class PlainKeyTest {

    private static final SourceTable TRIPS = new SourceTable("fleet", "public", "trips");
    private static final SourceKey TRIP =
            SourceKey.of(new Value.Text("13"), new Value.Day(LocalDate.of(2026, 2, 4)), new Value.Whole(0));

    @Test
    void writesTheValuesOfAKeyWithCommas() {
        assertThat(PlainKey.of(TRIP)).isEqualTo("13,2026-02-04,0");
    }

    @Test
    void leavesOutThePaddingOfFixedLengths() {
        assertThat(PlainKey.of(SourceKey.of(new Value.Text("D011 ")))).isEqualTo("D011");
    }
}
