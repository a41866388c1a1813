package org.dataferry.emulator.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as a value of a column, checked against the column's limits.
 *
 * <p>Source: Microsoft's pages "Web API types and operations", "Behavior and format of the date and time column" and "Web service error
 * codes".
 */
public final class JsonValues {
    /** More digits than any column has on either side of the point. */
    private static final int MAX_DIGITS = 40;

    private final Assumptions.Texts texts;

    public JsonValues(Assumptions.Texts texts) {
        this.texts = texts;
    }

    /**
     * A value as a row holds it, save for an image, whose content is kept elsewhere: its bytes.
     *
     * @throws Refusal if the value is not one of this column
     */
    public @Nullable Object read(Table table, Column column, JsonNode json) {
        if (json.isNull()) {
            return null;
        }
        return switch (column.type()) {
            case ColumnType.Text text -> text(table, column, json, text.maxLength());
            case ColumnType.Memo memo -> text(table, column, json, memo.maxLength());
            case ColumnType.WholeNumber number -> integer(table, column, json, number);
            case ColumnType.BigInt ignored -> {
                require(json.canConvertToLong() && json.isIntegralNumber(), column, json);
                yield json.longValue();
            }
            case ColumnType.DecimalNumber decimal ->
                decimal(table, column, json, decimal.precision(), decimal.min(), decimal.max());
            case ColumnType.Money money -> decimal(table, column, json, money.precision(), money.min(), money.max());
            case ColumnType.DoubleNumber number -> doubleNumber(table, column, json, number);
            case ColumnType.YesNo ignored -> {
                require(json.isBoolean(), column, json);
                yield json.booleanValue();
            }
            case ColumnType.Choice choice -> option(table, column, json, choice.options());
            case ColumnType.State state -> option(table, column, json, state.options());
            case ColumnType.Status status -> option(table, column, json, status.options());
            case ColumnType.DateTime date -> date(column, json, date);
            case ColumnType.UniqueIdentifier ignored -> guid(column, json);
            case ColumnType.Lookup ignored -> throw mismatch(column, json);
            case ColumnType.LinkEnd ignored -> throw mismatch(column, json);
            case ColumnType.MultiChoice choice -> options(table, column, json, choice.options());
            case ColumnType.Image image -> image(column, json, image);
            case ColumnType.File ignored -> guid(column, json);
        };
    }

    private @Nullable String text(Table table, Column column, JsonNode json, int maxLength) {
        require(json.isTextual(), column, json);
        String text = json.textValue();
        if (text.length() > maxLength) {
            throw new Refusal(
                    400,
                    "0x80044331",
                    "A validation error occurred.  The length of the '" + column.logicalName() + "' attribute of the '"
                            + table.logicalName() + "' entity exceeded the maximum allowed length of '" + maxLength
                            + "'.");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == '\ufffe' || c == '\uffff') {
                throw new Refusal(
                        400,
                        "0x80040278",
                        "Invalid characters in field '" + column.logicalName() + "' of entity '" + table.logicalName()
                                + "': a control character.");
            }
        }
        return text.isEmpty() && texts.emptyIsNull() ? null : text;
    }

    private static Integer integer(Table table, Column column, JsonNode json, ColumnType.WholeNumber limits) {
        require(json.isIntegralNumber(), column, json);
        if (!json.canConvertToInt()) {
            throw mismatch(column, json);
        }
        int value = json.intValue();
        if (value < limits.min() || value > limits.max()) {
            throw outOfRange("0x8004432f", table, column, json);
        }
        return value;
    }

    private static BigDecimal decimal(
            Table table, Column column, JsonNode json, int precision, BigDecimal min, BigDecimal max) {
        require(json.isNumber(), column, json);
        BigDecimal value = rounded(table, column, json, precision);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw outOfRange("0x80044330", table, column, json);
        }
        return value;
    }

    private static Double doubleNumber(Table table, Column column, JsonNode json, ColumnType.DoubleNumber limits) {
        require(json.isNumber(), column, json);
        double value = rounded(table, column, json, limits.precision()).doubleValue();
        if (value < limits.min() || value > limits.max()) {
            throw outOfRange("0x80044330", table, column, json);
        }
        return value;
    }

    /** An exponent such as that of 1e999999999 is never written out, which would take gigabytes. */
    private static BigDecimal rounded(Table table, Column column, JsonNode json, int precision) {
        BigDecimal value = json.decimalValue();
        long digits = (long) value.precision() - value.scale();
        if (value.signum() != 0 && digits > MAX_DIGITS) {
            throw outOfRange("0x80044330", table, column, json);
        }
        return value.signum() == 0 || digits < -MAX_DIGITS
                ? BigDecimal.ZERO.setScale(precision)
                : value.setScale(precision, RoundingMode.HALF_EVEN);
    }

    private static Integer option(Table table, Column column, JsonNode json, List<Option> options) {
        require(json.isIntegralNumber() && json.canConvertToInt(), column, json);
        int value = json.intValue();
        if (options.stream().noneMatch(option -> option.value() == value)) {
            throw outOfRange("0x8004431a", table, column, json);
        }
        return value;
    }

    /** The values as Dataverse gives them back: rising, without blanks, each once. */
    private static @Nullable String options(Table table, Column column, JsonNode json, List<Option> options) {
        require(json.isTextual(), column, json);
        TreeSet<Integer> values = new TreeSet<>();
        for (String part : json.textValue().split(",")) {
            if (part.isBlank() && json.textValue().isBlank()) {
                return null;
            }
            int value;
            try {
                value = Integer.parseInt(part.strip());
            } catch (NumberFormatException e) {
                throw mismatch(column, json);
            }
            if (options.stream().noneMatch(option -> option.value() == value)) {
                throw outOfRange("0x8004431a", table, column, json);
            }
            values.add(value);
        }
        if (values.size() > ColumnType.MultiChoice.MAX_SELECTED) {
            throw outOfRange("0x8004431a", table, column, json);
        }
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static byte[] image(Column column, JsonNode json, ColumnType.Image image) {
        require(json.isTextual(), column, json);
        byte[] content;
        try {
            content = Base64.getDecoder().decode(json.textValue());
        } catch (IllegalArgumentException e) {
            throw mismatch(column, json);
        }
        if (content.length > image.maxKilobytes() * 1024L) {
            throw new Refusal(
                    400,
                    "0x80072553",
                    "The image of '" + column.logicalName() + "' has " + content.length + " bytes; the maximum is "
                            + image.maxKilobytes() + " KB.");
        }
        return content;
    }

    private static Object date(Column column, JsonNode json, ColumnType.DateTime type) {
        require(json.isTextual(), column, json);
        Object date;
        try {
            date = Dates.parse(json.textValue(), type.behavior(), type.format().equals("DateOnly"));
        } catch (DateTimeException e) {
            throw mismatch(column, json);
        }
        if (Dates.beforeFirst(date)) {
            throw new Refusal(
                    400,
                    "0x80040239",
                    "DateTime is less than minimum value supported by CrmDateTime. Actual value: " + json.textValue()
                            + ", Minimum value supported: 01/01/1753 00:00:00, attribute: " + column.logicalName());
        }
        return date;
    }

    private static UUID guid(Column column, JsonNode json) {
        UUID id = json.isTextual() ? Guids.parse(json.textValue()) : null;
        if (id == null) {
            throw mismatch(column, json);
        }
        return id;
    }

    private static void require(boolean right, Column column, JsonNode json) {
        if (!right) {
            throw mismatch(column, json);
        }
    }

    private static Refusal mismatch(Column column, JsonNode json) {
        return Refusals.badPayload("Error identified in Payload provided by the user for property '"
                + column.logicalName()
                + "'  ---->  InnerException : Microsoft.OData.ODataException: Cannot convert the literal '"
                + json.asText() + "' to the expected type '" + EdmTypes.of(column.type()) + "'.");
    }

    private static Refusal outOfRange(String code, Table table, Column column, JsonNode json) {
        return new Refusal(
                400,
                code,
                "A validation error occurred.  The value " + json.asText() + " of '" + column.logicalName()
                        + "' on record of type '" + table.logicalName() + "' is outside the valid range.");
    }
}
