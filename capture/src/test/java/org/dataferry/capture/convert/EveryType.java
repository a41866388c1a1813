package org.dataferry.capture.convert;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.capture.SourceServer;
import org.dataferry.capture.source.SourceAddress;

/** A table with a column for each type that PostgreSQL has without further servers, and a value for each. */
public final class EveryType {

    private record Sample(String type, String literal) {}

    private static final Map<String, Sample> COLUMNS = new LinkedHashMap<>();

    private EveryType() {}

    private static void column(String name, String type, String literal) {
        COLUMNS.put(name, new Sample(type, literal));
    }

    static {
        column("c_bool", "boolean", "true");
        column("c_int2", "smallint", "-32768");
        column("c_int4", "integer", "2147483647");
        column("c_int8", "bigint", "-9223372036854775808");
        column("c_oid", "oid", "4294967295");
        column("c_float4", "real", "1.5");
        column("c_float8", "double precision", "3.141592653589793");
        column("c_numeric_10_2", "numeric(10,2)", "-12345678.90");
        column("c_numeric", "numeric", "123456789012345678901234567890.123456789");
        column("c_numeric_neg", "numeric(3,-2)", "12300");
        column("c_numeric_deep", "numeric(2,4)", "0.0012");
        column("c_money", "money", "'12.34'");
        column("c_char", "char(5)", "'ab'");
        column("c_varchar", "varchar(20)", "'Zürich'");
        column("c_text", "text", "'line\nbreak'");
        column("c_pgchar", "\"char\"", "'x'");
        column("c_citext", "citext", "'CiText'");
        column("c_bytea", "bytea", "'\\x00ff10'");
        column("c_date", "date", "'2024-02-29'");
        column("c_time", "time", "'23:59:59.123456'");
        column("c_time0", "time(0)", "'12:00:01'");
        column("c_time3", "time(3)", "'12:00:01.123'");
        column("c_timetz", "timetz", "'12:30:00+02'");
        column("c_timestamp", "timestamp", "'2024-02-29 12:34:56.789012'");
        column("c_timestamp0", "timestamp(0)", "'2024-02-29 12:34:56'");
        column("c_timestamp3", "timestamp(3)", "'2024-02-29 12:34:56.789'");
        column("c_timestamptz", "timestamptz", "'2024-02-29 12:34:56.789012+02'");
        column("c_interval", "interval", "'1 year 2 mons 3 days 04:05:06.789'");
        column("c_uuid", "uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'");
        column("c_json", "json", "'{\"a\": [1, null]}'");
        column("c_jsonb", "jsonb", "'{\"a\": [1, null]}'");
        column("c_xml", "xml", "'<a>1</a>'");
        column("c_bit1", "bit(1)", "B'1'");
        column("c_bit9", "bit(9)", "B'100000001'");
        column("c_varbit", "bit varying(12)", "B'101'");
        column("c_inet", "inet", "'192.168.1.1/24'");
        column("c_cidr", "cidr", "'10.0.0.0/8'");
        column("c_macaddr", "macaddr", "'08:00:2b:01:02:03'");
        column("c_macaddr8", "macaddr8", "'08:00:2b:01:02:03:04:05'");
        column("c_point", "point", "'(1.5,-2)'");
        column("c_tsvector", "tsvector", "'fat cat'::tsvector");
        column("c_hstore", "hstore", "'a=>1,b=>NULL'");
        column("c_ltree", "ltree", "'Top.Science'");
        column("c_mood", "mood", "'so so'");
        column("c_domain", "positive", "7");
        column("c_int4range", "int4range", "'[1,5)'");
        column("c_int8range", "int8range", "'[1,5)'");
        column("c_numrange", "numrange", "'[1.5,2.5)'");
        column("c_tsrange", "tsrange", "'[2024-01-01,2024-02-01)'");
        column("c_tstzrange", "tstzrange", "'[2024-01-01 00:00+00,2024-02-01 00:00+00)'");
        column("c_daterange", "daterange", "'[2024-01-01,2024-02-01)'");
        column("a_bool", "boolean[]", "'{t,NULL,f}'");
        column("a_int2", "smallint[]", "'{1,2}'");
        column("a_int4", "integer[]", "'{1,NULL}'");
        column("a_int8", "bigint[]", "'{}'");
        column("a_float4", "real[]", "'{1.5}'");
        column("a_float8", "double precision[]", "'{1.5}'");
        column("a_numeric", "numeric(6,2)[]", "'{1.25,NULL}'");
        column("a_numeric_open", "numeric[]", "'{1.25,100}'");
        column("a_text", "text[]", "'{\"a,b\",NULL}'");
        column("a_varchar", "varchar(9)[]", "'{x}'");
        column("a_char", "char(3)[]", "'{x}'");
        column("a_date", "date[]", "'{2024-02-29}'");
        column("a_time", "time[]", "'{12:00}'");
        column("a_timetz", "timetz[]", "'{12:00+00}'");
        column("a_timestamp", "timestamp[]", "'{2024-02-29 12:00}'");
        column("a_timestamptz", "timestamptz[]", "'{2024-02-29 12:00+00}'");
        column("a_uuid", "uuid[]", "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'");
        column("a_json", "json[]", "array['{\"a\": 1}']::json[]");
        column("a_jsonb", "jsonb[]", "array['{\"a\": 1}']::jsonb[]");
        column("a_bytea", "bytea[]", "'{\"\\\\x01\"}'");
        column("a_inet", "inet[]", "'{10.0.0.1}'");
        column("a_int4range", "int4range[]", "'{\"[1,3)\"}'");
        column("a_mood", "mood[]", "'{happy}'");
        column("a_citext", "citext[]", "'{A}'");
        column("a_ltree", "ltree[]", "'{A.B}'");
        column("unit price €", "text", "'escaped'");
        column("1st", "text", "'digit'");
    }

    static Set<String> columns() {
        return COLUMNS.keySet().stream().map(AvroNames::encode).collect(Collectors.toSet());
    }

    public static void create(SourceAddress address) throws SQLException {
        SourceServer.execute(
                address,
                "CREATE EXTENSION hstore",
                "CREATE EXTENSION citext",
                "CREATE EXTENSION ltree",
                "CREATE TYPE mood AS ENUM ('happy', 'so so')",
                "CREATE DOMAIN positive AS integer CHECK (value > 0)",
                "CREATE TABLE every_type (id integer PRIMARY KEY, "
                        + COLUMNS.entrySet().stream()
                                .map(column -> '"' + column.getKey() + "\" "
                                        + column.getValue().type())
                                .collect(Collectors.joining(", "))
                        + ")");
    }

    public static String insert(int id) {
        return "INSERT INTO every_type VALUES (" + id + ", "
                + COLUMNS.values().stream().map(Sample::literal).collect(Collectors.joining(", ")) + ")";
    }

    public static String insertNulls(int id) {
        return "INSERT INTO every_type (id) VALUES (" + id + ")";
    }
}
