package org.dataferry.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class ReplayRowTest {

    @Test
    void isMeantByItsPlainValueAndByItsCanonicalText() {
        ReplayRow row = row(new Value.Text("ALFKI"));

        assertThat(row.isMeantBy("ALFKI")).isTrue();
        assertThat(row.isMeantBy("tALFKI")).isTrue();
        assertThat(row.isMeantBy("alfki")).isFalse();
    }

    @Test
    void isMeantByTheValuesOfACompositeKeyWithCommasBetween() {
        ReplayRow row = row(new Value.Whole(10_248), new Value.Whole(42));

        assertThat(row.isMeantBy("10248,42")).isTrue();
        assertThat(row.isMeantBy(row.key().text())).isTrue();
        assertThat(row.isMeantBy("10248")).isFalse();
        assertThat(row.isMeantBy("42,10248")).isFalse();
    }

    @Test
    void writesValuesAsPeopleDo() {
        UUID guid = UUID.randomUUID();

        assertThat(row(
                                new Value.Decimal(new BigDecimal("1E+3")),
                                new Value.Day(LocalDate.of(2026, 2, 3)),
                                new Value.Bool(true),
                                new Value.Guid(guid),
                                new Value.Bytes(new byte[] {1, -1}))
                        .plain())
                .isEqualTo("1000,2026-02-03,true," + guid + ",01ff");
    }

    private static ReplayRow row(Value... key) {
        return new ReplayRow(new SourceTable("erp", "public", "t"), SourceKey.of(key));
    }
}
