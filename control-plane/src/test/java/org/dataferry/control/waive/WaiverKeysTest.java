package org.dataferry.control.waive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

/** A row is found by each of the texts it goes by. */
class WaiverKeysTest {

    private static final SourceTable LINES = new SourceTable("erp", "public", "lines");
    private static final SourceKey KEY = SourceKey.of(new Value.Whole(10248), new Value.Text("A "));
    private static final RowId ROW = new RowId.OfSource("line", LINES, KEY);
    private static final RowId MERGED = new RowId.Merged("contact", "mail", SourceKey.of(new Value.Text("ann@x")));
    private static final RowId LINK = new RowId.Link("line_tags", ROW, MERGED);

    @Test
    void aRowOfTheSourceGoesByItsValuesItsCanonicalKeyAndItsId() {
        Set<String> all = Set.of("10248,A", "10248,A  ", KEY.text(), ROW.text());

        assertThat(new WaiverKeys(all).of(ROW)).isEqualTo(all);
        assertThat(new WaiverKeys(Set.of("10248", "A", "ann@x")).of(ROW)).isEmpty();
    }

    @Test
    void mergedRowsGoByWhatTheyAreMergedByAndLinksByTheirRows() {
        String withSource = new PlainRow(true).text(LINK);
        Set<String> all = Set.of("ann@x", MERGED.text(), new PlainRow(false).text(LINK) + " ", withSource, LINK.text());

        assertThat(new WaiverKeys(all).of(MERGED)).containsExactlyInAnyOrder("ann@x", MERGED.text());
        assertThat(new WaiverKeys(all).of(LINK))
                .containsExactlyInAnyOrder(new PlainRow(false).text(LINK) + " ", withSource, LINK.text());
    }
}
