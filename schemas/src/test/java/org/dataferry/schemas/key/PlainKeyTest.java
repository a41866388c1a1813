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

    @Test
    void saysOfWhichTableARowIs() {
        assertThat(PlainKey.of(new RowId.OfSource("mtb_trip", TRIPS, TRIP)))
                .isEqualTo("mtb_trip of public.trips 13,2026-02-04,0");
        assertThat(PlainKey.of(new RowId.OfSource("contact", TRIPS, TRIP, "driver")))
                .isEqualTo("contact of public.trips 13,2026-02-04,0 (driver)");
    }

    @Test
    void namesMergedRowsByTheirRuleAndLinksByTheirEnds() {
        RowId merged = new RowId.Merged("account", "byMail", SourceKey.of(new Value.Text("a@b.example")));

        assertThat(PlainKey.of(merged)).isEqualTo("account merged by byMail a@b.example");
        assertThat(PlainKey.of(new RowId.Link("mtb_serves", merged, new RowId.OfSource("mtb_trip", TRIPS, TRIP))))
                .isEqualTo("mtb_serves of account merged by byMail a@b.example"
                        + " and mtb_trip of public.trips 13,2026-02-04,0");
    }

    @Test
    void readsTheCanonicalTextOfARowAndLeavesOtherTextsAlone() {
        assertThat(PlainKey.ofRow(new RowId.OfSource("mtb_trip", TRIPS, TRIP).text()))
                .isEqualTo("mtb_trip of public.trips 13,2026-02-04,0");
        assertThat(PlainKey.ofRow("row 7")).isEqualTo("row 7");
    }
}
