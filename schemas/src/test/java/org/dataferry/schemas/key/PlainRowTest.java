package org.dataferry.schemas.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class PlainRowTest {

    private static final SourceTable TRIPS = new SourceTable("fleet", "public", "trips");
    private static final SourceKey TRIP =
            SourceKey.of(new Value.Text("13"), new Value.Day(LocalDate.of(2026, 2, 4)), new Value.Whole(0));
    private static final PlainRow ROWS = PlainRow.of(TableNames.of("fleet"));

    @Test
    void saysOfWhichTableARowIs() {
        assertThat(ROWS.text(new RowId.OfSource("mtb_trip", TRIPS, TRIP)))
                .isEqualTo("mtb_trip of public.trips 13,2026-02-04,0");
        assertThat(ROWS.text(new RowId.OfSource("contact", TRIPS, TRIP, "driver")))
                .isEqualTo("contact of public.trips 13,2026-02-04,0 (driver)");
    }

    @Test
    void namesMergedRowsByTheirRuleAndLinksByTheirEnds() {
        RowId merged = new RowId.Merged("account", "byMail", SourceKey.of(new Value.Text("a@b.example")));

        assertThat(ROWS.text(merged)).isEqualTo("account merged by byMail a@b.example");
        assertThat(ROWS.text(new RowId.Link("mtb_serves", merged, new RowId.OfSource("mtb_trip", TRIPS, TRIP))))
                .isEqualTo("mtb_serves of account merged by byMail a@b.example"
                        + " and mtb_trip of public.trips 13,2026-02-04,0");
    }

    @Test
    void readsTheCanonicalTextOfARowAndLeavesOtherTextsAlone() {
        assertThat(ROWS.text(new RowId.OfSource("mtb_trip", TRIPS, TRIP).text()))
                .isEqualTo("mtb_trip of public.trips 13,2026-02-04,0");
        assertThat(ROWS.text("row 7")).isEqualTo("row 7");
    }

    @Test
    void saysOfWhichSourceARowIsWhereThereAreSeveral() {
        PlainRow rows = PlainRow.of(new TableNames(List.of("fleet", "shop")));
        RowId trip = new RowId.OfSource("mtb_trip", TRIPS, TRIP);

        assertThat(rows.text(trip)).isEqualTo("mtb_trip of fleet/public.trips 13,2026-02-04,0");
        assertThat(rows.withoutKey(trip)).isEqualTo("mtb_trip of fleet/public.trips ");
        assertThat(PlainRow.of(List.of(TRIPS, new SourceTable("shop", "public", "trips"))))
                .isEqualTo(rows);
        assertThat(PlainRow.of(List.of(TRIPS, new SourceTable("fleet", "public", "stops"))))
                .isEqualTo(ROWS);
    }
}
