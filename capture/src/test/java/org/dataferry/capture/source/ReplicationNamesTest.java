package org.dataferry.capture.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicationNamesTest {

    @Test
    void readsLikeItsMigration() {
        assertThat(ReplicationNames.of("northwind", "erp").slot()).isEqualTo("ferry_northwind_erp");
    }

    @Test
    void differsWhereOnlyIllegalCharactersOrTheSeparatorDo() {
        assertThat(ReplicationNames.of("a-b", "c")).isNotEqualTo(ReplicationNames.of("a_b", "c"));
        assertThat(ReplicationNames.of("a_b", "c")).isNotEqualTo(ReplicationNames.of("a", "b_c"));
    }

    @Test
    void fitsWhatPostgresAllows() {
        assertThat(ReplicationNames.of("m".repeat(63), "ÜBER-erp").slot())
                .matches("[a-z0-9_]{1,63}")
                .startsWith("ferry_mmm");
    }
}
