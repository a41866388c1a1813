package org.dataferry.capture.dump.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.dataferry.capture.dump.DumpType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a database whose driver is not ours: by the types of JDBC and, where these do not tell enough, by the name that the
 * database has for the type.
 *
 * <p>Fractions of a second are told to the microsecond, as values have them on our side.
 *
 * @param type what its texts are of
 * @param text writes a value; null for none
 */
record OtherColumn(DumpType type, Text text) {

    /** More digits than 64 bits have for certain. */
    private static final int UNSIGNED_DIGITS = 20;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final HexFormat HEX = HexFormat.of();

    interface Text {
        @Nullable String of(ResultSet row, int column) throws SQLException;
    }

    private interface Written<T> {
        String text(T value);
    }

    /** @param column from 1 */
    static OtherColumn of(ResultSetMetaData result, int column) throws SQLException {
        String name = result.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        // Names of types that drivers give numbers of their own, or the number of something else.
        return switch (name) {
            case "uuid", "uniqueidentifier" -> new OtherColumn(new DumpType.Guid(), lower());
            case "datetimeoffset", "timestamp with time zone", "timestamptz" -> moment();
            default -> byNumber(result, column);
        };
    }

    private static OtherColumn byNumber(ResultSetMetaData result, int column) throws SQLException {
        return switch (result.getColumnType(column)) {
            case Types.BOOLEAN, Types.BIT -> new OtherColumn(new DumpType.Bool(), OtherColumn::bool);
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> new OtherColumn(new DumpType.Whole(), number());
            case Types.BIGINT ->
                new OtherColumn(
                        result.isSigned(column) ? new DumpType.Whole() : new DumpType.Decimal(UNSIGNED_DIGITS, 0),
                        number());
            case Types.NUMERIC, Types.DECIMAL ->
                new OtherColumn(ColumnTypes.number(result.getPrecision(column), result.getScale(column)), number());
            case Types.REAL -> new OtherColumn(new DumpType.Floating(), OtherColumn::real);
            case Types.FLOAT, Types.DOUBLE -> new OtherColumn(new DumpType.Floating(), OtherColumn::floating);
            case Types.DATE -> new OtherColumn(new DumpType.Day(""), object(LocalDate.class, LocalDate::toString));
            case Types.TIME -> new OtherColumn(new DumpType.TimeOfDay(), object(LocalTime.class, OtherColumn::time));
            case Types.TIMESTAMP ->
                new OtherColumn(new DumpType.LocalMoment(""), object(LocalDateTime.class, OtherColumn::moment));
            case Types.TIMESTAMP_WITH_TIMEZONE -> moment();
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                new OtherColumn(new DumpType.Text(), OtherColumn::bytes);
            default -> new OtherColumn(new DumpType.Text(), ResultSet::getString);
        };
    }

    static DumpDatabase.Texts texts(ResultSetMetaData result) throws SQLException {
        List<Text> columns = new ArrayList<>();
        for (int i = 1; i <= result.getColumnCount(); i++) {
            columns.add(of(result, i).text());
        }
        return row -> {
            List<@Nullable String> texts = new ArrayList<>(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                texts.add(columns.get(i).of(row, i + 1));
            }
            return texts;
        };
    }

    private static OtherColumn moment() {
        return new OtherColumn(
                new DumpType.Moment(),
                object(
                        OffsetDateTime.class,
                        at -> moment(at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()) + "+00"));
    }

    private static <T> Text object(Class<T> type, Written<T> written) {
        return (row, column) -> {
            T value = row.getObject(column, type);
            return value == null ? null : written.text(value);
        };
    }

    private static Text lower() {
        return (row, column) -> {
            String value = row.getString(column);
            return value == null ? null : value.toLowerCase(Locale.ROOT);
        };
    }

    /** Without an exponent; zeros at the end stay, as the database keeps them. */
    private static Text number() {
        return (row, column) -> {
            BigDecimal value = row.getBigDecimal(column);
            return value == null ? null : value.toPlainString();
        };
    }

    private static @Nullable String bool(ResultSet row, int column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value ? "t" : "f";
    }

    private static @Nullable String real(ResultSet row, int column) throws SQLException {
        float value = row.getFloat(column);
        return row.wasNull() ? null : Float.toString(value);
    }

    private static @Nullable String floating(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : Double.toString(value);
    }

    private static @Nullable String bytes(ResultSet row, int column) throws SQLException {
        byte[] value = row.getBytes(column);
        return value == null ? null : "\\x" + HEX.formatHex(value);
    }

    private static String time(LocalTime at) {
        return withoutZeros(TIME.format(at));
    }

    private static String moment(LocalDateTime at) {
        return withoutZeros(MOMENT.format(at));
    }

    /** Of a fraction of six digits, those that say something. */
    private static String withoutZeros(String text) {
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
