package org.dataferry.schemas.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.dataferry.schemas.SchemasException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsOfTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void hasATransactionWholeByThePlaceOfItsCommit() {
        AsOf point = AsOf.parse("1/10");

        assertThat(point.includes(at(0x1_0000_0010L, 1), NOON)).isTrue();
        assertThat(point.includes(at(0x1_0000_0010L, Long.MAX_VALUE), NOON)).isTrue();
        assertThat(point.includes(at(0x1_0000_0011L, 1), NOON)).isFalse();
        assertThat(AsOf.parse("l7.4294967312.3.0")).as("as a story tells it").isEqualTo(point);
    }

    @Test
    void hasWhatTheSourceHadCommittedAtAMomentInAnyZone() {
        AsOf point = AsOf.parse("2026-01-01T13:00:00+01:00");

        assertThat(point.includes(at(1, 1), NOON)).isTrue();
        assertThat(point.includes(at(1, 1), NOON.plusMillis(1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "16/B374D848", "2026-01-01T12:00:00Z"})
    void isReadBackFromItsText(String text) {
        assertThat(AsOf.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-01-01T12:00:00", "d1.3", "123456789/1", "l1.2"})
    void isToldThatATextIsNone(String text) {
        assertThatThrownBy(() -> AsOf.parse(text))
                .isInstanceOf(SchemasException.class)
                .hasMessageContaining(text);
    }

    private static SourcePosition at(long commit, long lsn) {
        return new SourcePosition.InLog(1, commit, lsn, 0);
    }
}
