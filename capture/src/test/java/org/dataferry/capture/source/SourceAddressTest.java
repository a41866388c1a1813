package org.dataferry.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SourceAddressTest {

    @Test
    void neverPrintsItsPassword() {
        SourceAddress address = new SourceAddress("jdbc:postgresql://db/erp?password=geheim", "ferry", "geheim");

        assertThat(address.toString()).doesNotContain("geheim").contains("password=***");
    }

    @Test
    void takesTheUrlApart() {
        SourceAddress address = new SourceAddress("jdbc:postgresql://db.example:5433/erp", "ferry", "x");

        assertThat(address.host()).isEqualTo("db.example");
        assertThat(address.port()).isEqualTo(5433);
        assertThat(address.database()).isEqualTo("erp");
        assertThat(new SourceAddress("jdbc:postgresql://db/erp", "ferry", "x").port())
                .isEqualTo(5432);
    }

    @Test
    void refusesAnotherDatabase() {
        assertThatThrownBy(() -> new SourceAddress("jdbc:mysql://db/erp", "a", "b"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("jdbc:postgresql://");
    }
}
