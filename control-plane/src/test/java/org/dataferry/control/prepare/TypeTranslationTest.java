package org.dataferry.control.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.transform.mapping.type.DateTimeBehavior;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Types of the source and of Dataverse as mappings see them. */
class TypeTranslationTest {

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, BOOL",
        "INT16, WHOLE",
        "INT32, WHOLE",
        "INT64, WHOLE",
        "FLOAT32, FLOATING",
        "FLOAT64, FLOATING",
        "DECIMAL, DECIMAL",
        "DATE, DATE",
        "TIME, TIME",
        "TIMESTAMP, LOCAL_TIMESTAMP",
        "INSTANT, TIMESTAMP",
        "UUID_VALUE, UUID",
        "BYTES, BYTES",
        "BITS, BYTES",
        "ARRAY, LIST",
        "VECTOR, LIST",
        "TIME_WITH_ZONE, TEXT",
        "INTERVAL, TEXT",
        "JSON, TEXT",
        "XML, TEXT",
        "MAP, TEXT",
        "SPATIAL, TEXT",
        "ENUM, TEXT",
        "TEXT, TEXT"
    })
    void readsAColumnOfTheSourceAs(CanonicalType captured, String mapped) {
        assertThat(SourceView.type(captured)).hasToString(mapped);
    }

    @ParameterizedTest
    @EnumSource(value = CanonicalType.class, names = "UNSUPPORTED", mode = EnumSource.Mode.EXCLUDE)
    void hasATypeForEverythingThatIsCaptured(CanonicalType captured) {
        assertThat(SourceView.type(captured)).isNotNull();
    }

    static Stream<TargetColumnType> declarable() {
        return Stream.of(
                new TargetColumnType.Text(40),
                new TargetColumnType.Memo(4_000),
                new TargetColumnType.Whole(-5, 5),
                new TargetColumnType.BigWhole(),
                new TargetColumnType.Decimal(4, BigDecimal.ZERO, BigDecimal.TEN),
                new TargetColumnType.Floating(2, -1.5, 1.5),
                new TargetColumnType.Money(2, BigDecimal.ZERO, BigDecimal.TEN),
                new TargetColumnType.Bool(),
                new TargetColumnType.Choice(new TreeMap<>(Map.of(1, "Red", 100_000_000, "Blue"))),
                new TargetColumnType.DateOnly(),
                new TargetColumnType.DateTime(DateTimeBehavior.USER_LOCAL),
                new TargetColumnType.DateTime(DateTimeBehavior.TIME_ZONE_INDEPENDENT));
    }

    /** Else the second {@code prepare} would find a column that is not what it made. */
    @ParameterizedTest
    @MethodSource("declarable")
    void seesAColumnThatItMadeAsItWasDeclared(TargetColumnType declared) {
        assertThat(TargetTypes.type(TargetTypes.made(declared))).isEqualTo(declared);
    }

    @Test
    void makesNoColumnOfATypeThatCannotBeDeclared() {
        for (TargetColumnType type : List.of(
                new TargetColumnType.Guid(),
                new TargetColumnType.Lookup(List.of("account")),
                new TargetColumnType.Other("File"))) {
            assertThatThrownBy(() -> TargetTypes.made(type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(type.text());
        }
    }

    @Test
    void readsTheOtherTypesOfDataverse() {
        assertThat(TargetTypes.type(new ColumnType.Choice(List.of(new ColumnType.Option(1, "Red")))))
                .isEqualTo(new TargetColumnType.Choice(new TreeMap<>(Map.of(1, "Red"))));
        assertThat(TargetTypes.type(new ColumnType.Lookup(List.of("account"))))
                .isEqualTo(new TargetColumnType.Lookup(List.of("account")));
        assertThat(TargetTypes.type(new ColumnType.UniqueIdentifier())).isEqualTo(new TargetColumnType.Guid());
        assertThat(TargetTypes.type(new ColumnType.WholeNumber(Long.MIN_VALUE, Long.MAX_VALUE)))
                .isEqualTo(new TargetColumnType.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
        assertThat(TargetTypes.type(new ColumnType.State(List.of()))).isEqualTo(new TargetColumnType.Other("State"));
    }
}
