package org.dataferry.transform.mapping.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.type.SourceColumn;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {

    private static final Map<String, Value> COLUMNS = columns();

    private final Expressions expressions = new Expressions(schema());

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    first + ' ' + last                           | Ann Lee
                    upper(first) + lower(last) + trim('  x ')    | ANNleex
                    left(last, 2) + left(last, 99)               | LeLee
                    first.replace('n', 'm')                      | Amm
                    first.startsWith('A') && first.matches('^A[a-z]+$') | true
                    size(first)                                  | 3
                    count + 1                                    | 43
                    count % 5 == 2 ? 'two' : 'other'             | two
                    string(count) + '/' + string(price)          | 42/12.5
                    price + decimal('0.50')                      | 13
                    price * 2 - 1                                | 24
                    2 * price                                    | 25
                    1 - price                                    | -11.5
                    -price                                       | -12.5
                    price == decimal('12.500')                   | true
                    price - decimal('0.5') == 12                 | true
                    12 != price                                  | true
                    price > 12 && price <= decimal('12.5') && 12 < price | true
                    round(price / 1, 0)                          | !
                    divide(price, decimal(3), 4)                 | 4.1667
                    round(decimal('2.345'), 2)                   | 2.35
                    round(decimal('-2.345'), 2)                  | -2.35
                    int(price * 2)                               | 25
                    decimal(rating, 2)                           | 3.14
                    decimal('1.0') == decimal(1)                 | true
                    string(decimal('1000'))                      | 1000
                    rating * 2.0                                 | 6.28318
                    string(1000.0) + string(rating)              | 10003.14159
                    price in [decimal('12.50'), decimal(3)]      | true
                    born == date('1980-02-29')                   | true
                    year(born) * 10000 + month(born) * 100 + day(born) | 19800229
                    born < date('1990-01-01')                    | true
                    string(born)                                 | 1980-02-29
                    date(created)                                | 2024-07-01
                    localDateTime(born)                          | 1980-02-29T00:00
                    string(localDateTime('2024-01-01T10:00:00')) | 2024-01-01T10:00:00
                    string(created)                              | 2024-07-01T12:30:15.5
                    created >= localDateTime('2024-07-01T00:00:00') | true
                    atZone(created, 'Europe/Zurich')             | 2024-07-01T10:30:15.500Z
                    inZone(changed, 'Europe/Zurich')             | 2024-07-01T12:00
                    date(inZone(changed, 'Asia/Tokyo'))          | 2024-07-01
                    string(changed)                              | 2024-07-01T10:00:00Z
                    changed > timestamp('2024-01-01T00:00:00Z')  | true
                    changed + duration('1h')                     | 2024-07-01T11:00:00Z
                    string(opens) + (opens < opens ? 'a' : 'b')  | 08:00:00b
                    guid                                         | 6f9619ff-8b86-d011-b42d-00c04fc964ff
                    active ? 1 : 0                               | 1
                    tags.join(', ')                              | a, b
                    tags.exists(t, t == 'b')                     | true
                    tags != null ? tags.join('-') : null         | a-b
                    nolist == null ? null : nolist.join('-')     | Null
                    size(nolist == null ? [] : nolist)           | 0
                    nolist == null ? null : nolist               | Null
                    size(photo)                                  | 2
                    type_ + in_ + _2nd + odd_name                | tins
                    nothing == null ? 'none' : upper(nothing)    | none
                    nothing == null ? null : upper(nothing)      | Null
                    nothing != null ? nothing : null             | Null
                    orElse(nothing, 'default')                   | default
                    orElse(first, 'default')                     | Ann
                    orElse(noprice, decimal(0)) + 1              | 1
                    noprice == null ? null : noprice + 1         | Null
                    noprice == 1                                 | false
                    noprice != 1                                 | true
                    nothing == 'x'                               | false
                    [count == null, null == count, price == null].exists(x, x) | false
                    count != null && null != count && count != 7 | true
                    rating != null && active != null && born != null && guid != null | true
                    created != null && changed != null && opens != null && photo != null | true
                    nothing                                      | Null
                    unknown                                      | Absent
                    true ? 'x' : unknown                         | Absent
                    orElse(unknown, 'default')                   | Absent
                    """)
    void computes(String text, String expected) {
        assertThat(result(text)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} fails: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    upper(nothing)            | nothing is null here, and an operation on null refuses the row; use orElse(nothing, ...) or nothing == null ? ... : ...
                    first + nothing           | nothing is null here, and an operation on null refuses the row; use orElse(nothing, ...) or nothing == null ? ... : ...
                    noprice + 1               | noprice is null here, and an operation on null refuses the row; use orElse(noprice, ...) or noprice == null ? ... : ...
                    decimal(first)            | decimal('Ann') is not a number; expected digits such as -12.50
                    int(price)                | int(12.5) is not exact: no whole number of 64 bits; round(x, 0) before it rounds
                    divide(price, decimal(0), 2) | division of 12.5 by zero
                    round(price, -1)          | -1 digits after the point; expected 0 to 100
                    left(first, -1)           | left(x, -1): a length is not negative
                    date('01.02.2024')        | date('01.02.2024') cannot be read; expected the form 2024-03-01
                    localDateTime('x')        | localDateTime('x') cannot be read; expected the form 2024-03-01T10:30:00
                    atZone(created, 'Mars')   | 'Mars' is not a time zone; expected a name such as Europe/Zurich
                    count / 0                 | / by zero
                    9223372036854775807 + count | long overflow
                    wrong + 'x'               | source column wrong holds a Whole where the source's catalogue says text
                    """)
    void failsWithAMessageAndNeverThrows(String text, String expected) {
        assertThat(result(text)).isEqualTo("! " + expected);
    }

    @ParameterizedTest(name = "{0} is refused")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    price + rating            | decimals are exact and never mixed with double
                    price * 1.5               | decimals are exact and never mixed with double
                    price == 1.5              | decimals are exact and never mixed with double
                    price / price             | '/' does not take (decimal, decimal)
                    count + 1.0               | '+' does not take (int, double)
                    born == created           | '==' does not take (date, localDateTime)
                    born < changed            | '<' does not take
                    active ? 'a' : 1          | '? :' does not take (bool, string, int)
                    dyn(price) + 1            | no column or function 'dyn'
                    duration('1h')            | its type is google.protobuf.Duration, which no column holds
                    frist                     | the nearest is first
                    """)
    void refusesBeforeTheFirstRow(String text, String expected) {
        assertThat(expressions.check(text))
                .isInstanceOfSatisfying(
                        Checked.Faulty.class,
                        faulty -> assertThat(faulty.faults().toString()).contains(expected));
    }

    @Test
    void boundsWhatAnExpressionMayCost() {
        assertThat(expressions.check("'" + "x".repeat(Expressions.LONGEST_EXPRESSION) + "'"))
                .isInstanceOf(Checked.Faulty.class);
        assertThat(expressions.check("(".repeat(100) + "1" + ")".repeat(100))).isInstanceOf(Checked.Faulty.class);
        String digits = "[0,1,2,3,4,5,6,7,8,9]";
        assertThat(result(digits + ".all(a, " + digits + ".all(b, " + digits + ".all(c, " + digits
                        + ".all(d, a + b + c + d >= 0))))"))
                .startsWith("! ")
                .contains("Iteration budget exceeded");
        assertThat(result("first.matches('(a{1,99}){1,99}')")).startsWith("! ");
        assertThat(result("decimal('" + "9".repeat(60) + "') * decimal('" + "9".repeat(60) + "')"))
                .isEqualTo("! a decimal of more than 100 digits");
    }

    private String result(String text) {
        return switch (expressions.check(text)) {
            case Checked.Faulty faulty -> "!";
            case Checked.Valid(Expression expression) ->
                switch (expression.evaluate(new SourceRow(COLUMNS))) {
                    case Evaluated.Failed(String message) -> "! " + message;
                    case Evaluated.Result(Value value) -> {
                        assertThat(expression.type().holds(value)).isTrue();
                        yield value.toString()
                                        .replaceFirst("^\\w+\\[(?:value=)?(.*)]$", "$1")
                                        .isEmpty()
                                ? value.getClass().getSimpleName()
                                : value.toString().replaceFirst("^\\w+\\[(?:value=)?(.*)]$", "$1");
                    }
                };
        };
    }

    private static SourceSchema schema() {
        List<SourceColumn> columns = COLUMNS.entrySet().stream()
                .map(entry -> new SourceColumn(entry.getKey(), type(entry.getKey(), entry.getValue()), true))
                .toList();
        return SourceSchema.of(new SourceTable("erp", "public", "things"), columns, List.of());
    }

    private static SourceType type(String column, Value value) {
        return switch (value) {
            case Value.Null nothing -> nullType(column);
            case Value.Absent unknown -> SourceType.TEXT;
            case Value.Whole whole when column.equals("wrong") -> SourceType.TEXT;
            case Value present ->
                java.util.Arrays.stream(SourceType.values())
                        .filter(candidate -> candidate.holds(present))
                        .findFirst()
                        .orElseThrow();
        };
    }

    private static SourceType nullType(String column) {
        return switch (column) {
            case "noprice" -> SourceType.DECIMAL;
            case "nolist" -> SourceType.LIST;
            default -> SourceType.TEXT;
        };
    }

    private static Map<String, Value> columns() {
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("first", Value.text("Ann"));
        columns.put("last", Value.text("Lee"));
        columns.put("count", Value.whole(42));
        columns.put("price", Value.decimal("12.50"));
        columns.put("rating", new Value.Floating(3.14159));
        columns.put("born", new Value.Day(LocalDate.of(1980, 2, 29)));
        columns.put("created", new Value.LocalMoment(LocalDateTime.parse("2024-07-01T12:30:15.5")));
        columns.put("changed", new Value.Moment(Instant.parse("2024-07-01T10:00:00Z")));
        columns.put("opens", new Value.TimeOfDay(LocalTime.of(8, 0)));
        columns.put("guid", new Value.Guid(UUID.fromString("6f9619ff-8b86-d011-b42d-00c04fc964ff")));
        columns.put("active", new Value.Bool(true));
        columns.put("photo", new Value.Bytes(new byte[] {1, 2}));
        columns.put("tags", new Value.Many(List.of(Value.text("a"), Value.text("b"))));
        columns.put("type", Value.text("t"));
        columns.put("in", Value.text("i"));
        columns.put("2nd", Value.text("n"));
        columns.put("odd name", Value.text("s"));
        columns.put("nothing", Value.NULL);
        columns.put("noprice", Value.NULL);
        columns.put("nolist", Value.NULL);
        columns.put("unknown", Value.ABSENT);
        columns.put("wrong", Value.whole(1));
        return columns;
    }
}
