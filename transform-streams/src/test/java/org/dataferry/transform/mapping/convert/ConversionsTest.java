package org.dataferry.transform.mapping.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.type.DateTimeBehavior;
import org.dataferry.transform.mapping.type.SourceType;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConversionsTest {

    private static final Map<String, TargetColumnType> TYPES = Map.ofEntries(
            Map.entry("text", new TargetColumnType.Text(10)),
            Map.entry("memo", new TargetColumnType.Memo(60)),
            Map.entry("whole", new TargetColumnType.Whole(-100, 100)),
            Map.entry("bigint", new TargetColumnType.BigWhole()),
            Map.entry("decimal", new TargetColumnType.Decimal(2, new BigDecimal("-1000"), new BigDecimal("1000"))),
            Map.entry("double", new TargetColumnType.Floating(3, -1e6, 1e6)),
            Map.entry("money", new TargetColumnType.Money(4, BigDecimal.ZERO, new BigDecimal("1000"))),
            Map.entry("boolean", new TargetColumnType.Bool()),
            Map.entry("choice", new TargetColumnType.Choice(new TreeMap<>(Map.of(1, "One", 2, "Two")))),
            Map.entry("date", new TargetColumnType.DateOnly()),
            Map.entry("userLocal", new TargetColumnType.DateTime(DateTimeBehavior.USER_LOCAL)),
            Map.entry("independent", new TargetColumnType.DateTime(DateTimeBehavior.TIME_ZONE_INDEPENDENT)),
            Map.entry("guid", new TargetColumnType.Guid()),
            Map.entry("lookup", new TargetColumnType.Lookup(List.of("account"))),
            Map.entry("image", new TargetColumnType.Image(10_240)));

    /** What a source type may go into; every pair that is not here is refused, with a remedy. */
    private static final Map<SourceType, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry(SourceType.TEXT, Set.of("text", "memo", "guid")),
            Map.entry(
                    SourceType.WHOLE,
                    Set.of("text", "memo", "whole", "bigint", "decimal", "double", "money", "choice")),
            Map.entry(SourceType.DECIMAL, Set.of("text", "memo", "decimal", "double", "money")),
            Map.entry(SourceType.FLOATING, Set.of("text", "memo", "decimal", "double", "money")),
            Map.entry(SourceType.BOOL, Set.of("text", "memo", "boolean")),
            Map.entry(SourceType.DATE, Set.of("text", "memo", "date", "independent")),
            Map.entry(SourceType.LOCAL_TIMESTAMP, Set.of("text", "memo", "independent")),
            Map.entry(SourceType.TIMESTAMP, Set.of("text", "memo", "userLocal")),
            Map.entry(SourceType.TIME, Set.of("text", "memo")),
            Map.entry(SourceType.UUID, Set.of("text", "memo", "guid")),
            Map.entry(SourceType.BYTES, Set.of()),
            Map.entry(SourceType.LIST, Set.of()));

    static Stream<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (SourceType from : SourceType.values()) {
            TYPES.keySet().stream().sorted().forEach(to -> pairs.add(new Pair(from, to)));
        }
        return pairs.stream();
    }

    record Pair(SourceType from, String to) {}

    @ParameterizedTest
    @MethodSource("pairs")
    void allowsThePairsOfTheMatrixAndNoOther(Pair pair) {
        Allowance allowance = Conversions.between(pair.from(), column(pair.to(), false), "x");

        if (ALLOWED.get(pair.from()).contains(pair.to())) {
            assertThat(allowance).isInstanceOf(Allowance.Allowed.class);
        } else {
            assertThat(allowance)
                    .isInstanceOfSatisfying(
                            Allowance.NotAllowed.class,
                            refused -> assertThat(refused.remedy()).isNotBlank());
        }
    }

    @ParameterizedTest(name = "{0} {1} into {2} is {3}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
                    TEXT     | Ann                          | text        | Text Ann
                    TEXT     | 0123456789                   | text        | Text 0123456789
                    TEXT     | 01234567890                  | text        | VALUE_TOO_LONG 11 characters, the maximum is 10
                    TEXT     | a<0007>b                     | text        | VALUE_INVALID character U+0007 at position 2
                    TEXT     | a<D800>b                     | text        | VALUE_INVALID character U+D800 at position 2
                    TEXT     | a<FFFF>b                     | text        | VALUE_INVALID character U+FFFF at position 2
                    TEXT     | a<000A>b<0009>c              | memo        | Text a<000A>b<0009>c
                    TEXT     | a<D83D><DE00>b               | text        | Text a<D83D><DE00>b
                    TEXT     | <empty>                      | text        | Null
                    TEXT     | 6F9619FF-8B86-D011-B42D-00C04FC964FF | guid | Guid 6f9619ff-8b86-d011-b42d-00c04fc964ff
                    TEXT     | 1-2-3-4-5                    | guid        | VALUE_INVALID '1-2-3-4-5' is not a GUID
                    WHOLE    | 42                           | text        | Text 42
                    WHOLE    | 100                          | whole       | Whole 100
                    WHOLE    | 101                          | whole       | VALUE_OUT_OF_RANGE 101 is outside -100 to 100
                    WHOLE    | -101                         | whole       | VALUE_OUT_OF_RANGE -101 is outside -100 to 100
                    WHOLE    | 9223372036854775807          | bigint      | Whole 9223372036854775807
                    WHOLE    | 7                            | decimal     | Decimal 7
                    WHOLE    | 7                            | double      | Floating 7.0
                    WHOLE    | 9007199254740993             | double      | VALUE_OUT_OF_RANGE 9007199254740993 has more digits
                    WHOLE    | 2                            | choice      | Whole 2
                    WHOLE    | 3                            | choice      | VALUE_OUT_OF_RANGE 3 is none of the options [1, 2]
                    WHOLE    | 4294967297                   | choice      | VALUE_OUT_OF_RANGE 4294967297 is none
                    DECIMAL  | 12.50                        | text        | Text 12.5
                    DECIMAL  | 12.50                        | decimal     | Decimal 12.5
                    DECIMAL  | 12.505                       | decimal     | VALUE_OUT_OF_RANGE 12.505 has 3 digits after the point, the maximum is 2; round(x, 2)
                    DECIMAL  | 1000.01                      | decimal     | VALUE_OUT_OF_RANGE 1000.01 is outside -1000 to 1000
                    DECIMAL  | -1                           | money       | VALUE_OUT_OF_RANGE -1 is outside 0 to 1000
                    DECIMAL  | 0.1                          | double      | Floating 0.1
                    DECIMAL  | 0.1234                       | double      | VALUE_OUT_OF_RANGE 0.1234 has 4 digits after the point, the maximum is 3
                    FLOATING | 1.005                        | decimal     | Decimal 1.01
                    FLOATING | -1.005                       | decimal     | Decimal -1.01
                    FLOATING | 32.380001068115234           | money       | Decimal 32.38
                    FLOATING | 2.0005                       | double      | Floating 2.001
                    FLOATING | -0.0                         | double      | Floating 0.0
                    FLOATING | NaN                          | decimal     | VALUE_INVALID NaN is not a number
                    FLOATING | Infinity                     | double      | VALUE_INVALID Infinity is not a number
                    FLOATING | NaN                          | text        | VALUE_INVALID NaN is not a number
                    FLOATING | 1e8                          | double      | VALUE_OUT_OF_RANGE 100000000 is outside
                    FLOATING | 1e3                          | text        | Text 1000
                    BOOL     | true                         | boolean     | Bool true
                    BOOL     | false                        | text        | Text false
                    DATE     | 2024-02-29                   | date        | Day 2024-02-29
                    DATE     | 1753-01-01                   | date        | Day 1753-01-01
                    DATE     | 1752-12-31                   | date        | VALUE_OUT_OF_RANGE 1752-12-31 is outside 1753-01-01 to 9999-12-31
                    DATE     | +10000-01-01                 | date        | VALUE_OUT_OF_RANGE +10000-01-01 is outside
                    DATE     | 2024-02-29                   | text        | Text 2024-02-29
                    DATE     | 2024-02-29                   | independent | LocalMoment 2024-02-29T00:00
                    LOCAL_TIMESTAMP | 2024-02-29T10:30:15.999 | independent | LocalMoment 2024-02-29T10:30:15
                    LOCAL_TIMESTAMP | 2024-02-29T10:30      | memo        | Text 2024-02-29T10:30:00
                    LOCAL_TIMESTAMP | 1752-12-31T23:59:59   | independent | VALUE_OUT_OF_RANGE 1752-12-31 is outside
                    TIMESTAMP | 2024-02-29T10:30:15.5Z      | userLocal   | Moment 2024-02-29T10:30:15Z
                    TIMESTAMP | 2024-02-29T10:30:15.5Z      | memo        | Text 2024-02-29T10:30:15.500Z
                    TIME     | 10:30                        | text        | Text 10:30:00
                    UUID     | 6f9619ff-8b86-d011-b42d-00c04fc964ff | guid | Guid 6f9619ff-8b86-d011-b42d-00c04fc964ff
                    UUID     | 6f9619ff-8b86-d011-b42d-00c04fc964ff | memo | Text 6f9619ff-8b86-d011-b42d-00c04fc964ff
                    """)
    void convertsOrRefuses(SourceType from, String input, String to, String expected) {
        Value value = value(from, input);

        Converted converted = conversion(from, to, false).convert(value);

        assertThat(describe(converted)).startsWith(unescaped(expected));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void takesNullAndAbsentAlike(Pair pair) {
        if (ALLOWED.get(pair.from()).contains(pair.to())) {
            ColumnConversion optional = conversion(pair.from(), pair.to(), false);
            ColumnConversion required = conversion(pair.from(), pair.to(), true);

            assertThat(optional.convert(Value.NULL)).isEqualTo(Converted.taken(Value.NULL));
            assertThat(optional.convert(Value.ABSENT)).isEqualTo(Converted.taken(Value.ABSENT));
            assertThat(required.convert(Value.ABSENT)).isEqualTo(Converted.taken(Value.ABSENT));
            assertThat(describe(required.convert(Value.NULL)))
                    .startsWith(RejectionReason.REQUIRED_VALUE_MISSING.name());
        }
    }

    @Test
    void refusesAnEmptyTextWhereAValueIsRequired() {
        Converted converted = conversion(SourceType.TEXT, "text", true).convert(Value.text(""));

        assertThat(describe(converted)).startsWith("REQUIRED_VALUE_MISSING");
    }

    @Test
    void refusesWhatTheCatalogueDidNotTell() {
        Converted converted =
                conversion(SourceType.TIMESTAMP, "userLocal", false).convert(Value.text("infinity"));

        assertThat(describe(converted))
                .isEqualTo("VALUE_INVALID the row holds the text 'infinity' where the source's catalogue says a"
                        + " timestamp with time zone");
    }

    private static ColumnConversion conversion(SourceType from, String to, boolean required) {
        return ((Allowance.Allowed) Conversions.between(from, column(to, required), "x")).conversion();
    }

    private static TargetColumn column(String type, boolean required) {
        return new TargetColumn("c", TYPES.get(type), true, true, required);
    }

    private static String describe(Converted converted) {
        return switch (converted) {
            case Converted.Refused(RejectionReason reason, String detail) -> reason + " " + detail;
            case Converted.Taken(Value.Null none) -> "Null";
            case Converted.Taken(Value value) ->
                value.getClass().getSimpleName() + " "
                        + value.toString()
                                .replaceFirst("^\\w+\\[value=(.*)]$", "$1")
                                .replaceFirst("(?s)^\\w+\\[value=(.*)]$", "$1");
        };
    }

    private static Value value(SourceType type, String text) {
        return switch (type) {
            case TEXT -> Value.text(unescaped(text));
            case WHOLE -> Value.whole(Long.parseLong(text));
            case DECIMAL -> Value.decimal(text);
            case FLOATING -> new Value.Floating(Double.parseDouble(text));
            case BOOL -> new Value.Bool(Boolean.parseBoolean(text));
            case DATE -> new Value.Day(LocalDate.parse(text));
            case LOCAL_TIMESTAMP -> new Value.LocalMoment(LocalDateTime.parse(text));
            case TIMESTAMP -> new Value.Moment(Instant.parse(text));
            case TIME -> new Value.TimeOfDay(LocalTime.parse(text));
            case UUID -> new Value.Guid(java.util.UUID.fromString(text));
            case BYTES -> new Value.Bytes(new byte[] {1});
            case LIST -> new Value.Many(List.of());
        };
    }

    /** {@code <0007>} is the UTF-16 unit of that number. */
    private static String unescaped(String text) {
        return java.util.regex.Pattern.compile("<([0-9A-F]{4})>")
                .matcher(text.replace("<empty>", ""))
                .replaceAll(match -> String.valueOf((char) Integer.parseInt(match.group(1), 16)));
    }
}
