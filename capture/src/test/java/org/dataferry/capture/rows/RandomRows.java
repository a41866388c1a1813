package org.dataferry.capture.rows;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows of a table with values at and between the limits of their types. */
public final class RandomRows {

    private static final List<String> TEXTS = List.of(
            "''",
            "' '",
            "'a\\b'",
            "'it''s'",
            "'{\"x\",NULL}'",
            "E'line\\nbreak\\ttab'",
            "'Zürich 東京 \uD83D\uDE00'",
            "'NULL'");

    private final Random random;

    public RandomRows(Random random) {
        this.random = random;
    }

    public String createTable() {
        return "CREATE TABLE any_values (a integer, b varchar(20), num numeric, num2 numeric(18,4), r real, d double precision,"
                + " t text, c char(7), day date, ts timestamp, tz timestamptz, tim time, iv interval, bits bit varying(20), fixed bit(12),"
                + " bin bytea, texts text[], numbers numeric[], PRIMARY KEY (b, a))";
    }

    public String insert(int number) {
        return "INSERT INTO any_values VALUES ("
                + Stream.of(
                                "" + number,
                                "'k" + number % 10 + "'",
                                orNull(decimal(random.nextInt(30), random.nextInt(20))),
                                orNull(decimal(random.nextInt(14), random.nextInt(5))),
                                orNull(floating(pick("32.38", "-0.1", "'NaN'", "'-Infinity'", "3.4e38", "1e-45"))),
                                orNull(floating(
                                        pick("0.1", "'NaN'", "'Infinity'", "1.7976931348623157e308", "5e-324"))),
                                orNull(pick(TEXTS)),
                                orNull(pick("'ab'", "'abcdefg'", "''")),
                                orNull(pick("'infinity'", "'-infinity'", "'1582-10-20'", "'9999-12-31'", day())),
                                orNull(pick(
                                        "'infinity'",
                                        "'-infinity'",
                                        "'1970-01-01'",
                                        "'12345-06-07 08:09:10'",
                                        moment())),
                                orNull(pick("'1969-12-31 23:59:59.999999+00'", "'2024-03-31 02:30+01'", moment())),
                                orNull(pick("'00:00'", "'23:59:59.999999'", "'12:30:00.5'")),
                                orNull(pick(
                                        "'0'",
                                        "'1 year -2 days'",
                                        "'-3 mons 04:05:06.5'",
                                        "'100000 hours'",
                                        "'1.000001 s'")),
                                orNull(pick("B'1'", "B'10000000000000000001'", "B'000'", "B'11111111'")),
                                orNull(pick("B'000000000001'", "B'000000000000'", "B'100000000001'")),
                                orNull(pick("'\\x'", "'\\x00'", "'\\xdeadbeef'")),
                                orNull(pick(
                                        "'{}'",
                                        "'{NULL}'",
                                        "'{\"NULL\",\"\",\"a,b\",\"q\\\"\\\\\"}'",
                                        "array['{x}', ' y ', null]")),
                                orNull(pick("'{}'", "'{1.50,NULL,-0.001}'")))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private String floating(String literal) {
        return random.nextInt(4) == 0 ? literal : Double.toString(random.nextGaussian() * 1_000);
    }

    private String decimal(int before, int after) {
        StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
        number.append(digits(Math.max(1, before)));
        return after == 0
                ? number.toString()
                : number.append('.').append(digits(after)).toString();
    }

    private String digits(int count) {
        return random.ints(count, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    private String day() {
        return "date '1900-01-01' + " + random.nextInt(100_000);
    }

    private String moment() {
        return "timestamp '1800-01-01' + interval '" + random.nextInt(2_000_000) + " hours " + random.nextInt(3_600_000)
                + " milliseconds'";
    }

    private String orNull(String literal) {
        return random.nextInt(6) == 0 ? "NULL" : literal;
    }

    private String pick(String... literals) {
        return pick(List.of(literals));
    }

    private String pick(List<String> literals) {
        return literals.get(random.nextInt(literals.size()));
    }
}
