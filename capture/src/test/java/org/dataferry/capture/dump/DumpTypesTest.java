package org.dataferry.capture.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What texts of dumps mean, and that nothing is rounded, cut or guessed. */
class DumpTypesTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("text", " as it is ", Value.text(" as it is ")),
                Arguments.of("whole", " -42 ", Value.whole(-42)),
                Arguments.of("whole", "9223372036854775807", Value.whole(Long.MAX_VALUE)),
                Arguments.of("decimal(5,2)", "123.40", Value.decimal("123.4")),
                Arguments.of("decimal(5,2)", "123.4000", Value.decimal("123.4")),
                Arguments.of("decimal(5, 2)", "-0.01", Value.decimal("-0.01")),
                Arguments.of("decimal(4,0)", "1200", Value.decimal("1200")),
                Arguments.of("floating", "1e-5", new Value.Floating(1e-5)),
                Arguments.of("bool", "T", new Value.Bool(true)),
                Arguments.of("bool", "no", new Value.Bool(false)),
                Arguments.of("date", "2024-02-29", new Value.Day(LocalDate.of(2024, 2, 29))),
                Arguments.of("date(dd.MM.yyyy)", "29.02.2024", new Value.Day(LocalDate.of(2024, 2, 29))),
                Arguments.of(
                        "timestamp",
                        "2024-02-29 23:59:59.5",
                        new Value.LocalMoment(LocalDateTime.of(2024, 2, 29, 23, 59, 59, 500_000_000))),
                Arguments.of(
                        "timestamp(dd.MM.yyyy HH:mm)",
                        "29.02.2024 07:30",
                        new Value.LocalMoment(LocalDateTime.of(2024, 2, 29, 7, 30))),
                Arguments.of(
                        "instant", "2024-02-29 01:00:00+02", new Value.Moment(Instant.parse("2024-02-28T23:00:00Z"))),
                Arguments.of(
                        "instant", "2024-02-29T01:00:00+0530", new Value.Moment(Instant.parse("2024-02-28T19:30:00Z"))),
                Arguments.of("instant", "2024-02-29T01:00Z", new Value.Moment(Instant.parse("2024-02-29T01:00:00Z"))),
                Arguments.of("time", "07:30", new Value.TimeOfDay(LocalTime.of(7, 30))),
                Arguments.of(
                        "uuid",
                        "6F9619FF-8B86-D011-B42D-00CF4FC964FF",
                        new Value.Guid(UUID.fromString("6f9619ff-8b86-d011-b42d-00cf4fc964ff"))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsWhatIsOfTheType(String type, String text, Value value) {
        assertThat(DumpTypes.parse(type).read(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whole|007",
                "whole|12.0",
                "whole|1e3",
                "whole|9223372036854775808",
                "decimal(5,2)|1.239",
                "decimal(5,2)|1234.00",
                "decimal(5,2)|1,50",
                "decimal(5,2)|1e2",
                "floating|1d",
                "floating|0x1p3",
                "bool|maybe",
                "date|2023-02-29",
                "date|2024-02-29 10:00",
                "date|29.02.2024",
                "date(dd.MM.yyyy)|31.04.2024",
                "date(dd.MM.yyyy)|1.4.2024",
                "timestamp|2024-02-29",
                "instant|2024-02-29 01:00:00",
                "time|25:00",
                "uuid|1-1-1-1-1"
            })
    void refusesAllElse(String type, String text) {
        RowReader reader = new RowReader(
                new DumpForm(List.of(
                        new DumpColumn("id", new DumpType.Whole()), new DumpColumn("x", DumpTypes.parse(type)))),
                List.of("id"));

        assertThat(reader.read(List.of("1", text)))
                .isInstanceOfSatisfying(
                        RowReader.Result.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .startsWith("column x is '" + text + "', expected " + type));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number|there are text, whole, decimal",
                "decimal(40,2)|a decimal has 1 to 38 digits",
                "decimal(2,3)|not more are after the point",
                "date(HH:mm)|no usable pattern of a date",
                "date(bb)|no usable pattern of a date",
                "timestamp(dd.MM.yyyy)|no usable pattern of a timestamp"
            })
    void namesWhatIsWrongWithAType(String type, String part) {
        assertThatThrownBy(() -> DumpTypes.parse(type)).hasMessageContaining(part);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whole",
                "decimal(9,2)",
                "date(dd.MM.yyyy)",
                "timestamp(dd.MM.yyyy HH:mm)",
                "instant",
                "uuid",
                "text"
            })
    void aTypeIsReadBackFromItsText(String type) {
        assertThat(DumpTypes.parse(type).text()).isEqualTo(type);
    }

    @Test
    void aKeyHasOneForm() {
        RowReader reader = new RowReader(
                new DumpForm(
                        List.of(new DumpColumn("id", new DumpType.Whole()), new DumpColumn("g", new DumpType.Guid()))),
                List.of("g", "id"));
        String guid = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";

        RowReader.Result read = reader.read(List.of("7", guid));

        assertThat(read).isInstanceOfSatisfying(RowReader.Result.Read.class, row -> {
            SourceKey key = row.row().key();
            assertThat(key).isEqualTo(SourceKey.of(new Value.Guid(UUID.fromString(guid)), Value.whole(7)));
            assertThat(RowReader.texts(key)).containsExactly(guid, "7");
        });
        assertThat(reader.read(List.of(" 7", guid)))
                .isInstanceOfSatisfying(
                        RowReader.Result.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains("in its one form, '7'"));
        assertThat(reader.read(Arrays.asList("7", null)))
                .isInstanceOfSatisfying(
                        RowReader.Result.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains("column g of the key is empty"));
    }
}
