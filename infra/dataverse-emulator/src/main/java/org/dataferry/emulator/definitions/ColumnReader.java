package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Behavior;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;

/** Reads the definition of a new column. Source: Microsoft's page "Create and update column definitions using the Web API". */
final class ColumnReader {
    private static final int MAX_TEXT = 4000;
    private static final int MAX_MEMO = 1_048_576;
    private static final int DEFAULT_TEXT = 100;
    private static final int DEFAULT_MEMO = 2000;
    private static final BigDecimal DECIMAL_BOUND = new BigDecimal("100000000000");
    private static final BigDecimal MONEY_BOUND = new BigDecimal("922337203685477");
    /** Values of options that came without one. */
    private static final int DEFAULT_FILE_KILOBYTES = 32_768;

    private static final int DEFAULT_IMAGE_KILOBYTES = 10_240;
    static final int FIRST_OPTION = 100_000_000;

    private ColumnReader() {}

    static Column read(Table table, JsonNode json) {
        return column(table, json, type(json), json.path("IsPrimaryName").asBoolean(false));
    }

    static Column column(Table table, JsonNode json, ColumnType type, boolean primaryName) {
        String schemaName = Names.schemaName(json);
        String logicalName = schemaName.toLowerCase(Locale.ROOT);
        if (table.column(logicalName) != null) {
            throw Names.invalid("An attribute with the specified name " + logicalName + " already exists for entity "
                    + table.logicalName() + ".");
        }
        return new Column(
                table.columns().size(),
                TableBuilder.idOf("column " + table.logicalName() + "." + logicalName),
                logicalName,
                schemaName,
                Labels.text(json, "DisplayName", schemaName),
                type,
                json.path("RequiredLevel").path("Value").asText("None"),
                true,
                true,
                true,
                primaryName);
    }

    private static ColumnType type(JsonNode json) {
        String type = json.path("@odata.type").asText("").replaceFirst("^#?Microsoft\\.Dynamics\\.CRM\\.", "");
        return switch (type) {
            case "StringAttributeMetadata" ->
                new ColumnType.Text(
                        length(json, DEFAULT_TEXT, MAX_TEXT),
                        json.path("FormatName").path("Value").asText("Text"),
                        json.path("AutoNumberFormat").asText("").isEmpty()
                                ? null
                                : json.path("AutoNumberFormat").asText());
            case "MemoAttributeMetadata" -> new ColumnType.Memo(length(json, DEFAULT_MEMO, MAX_MEMO));
            case "IntegerAttributeMetadata" ->
                new ColumnType.WholeNumber(
                        json.path("MinValue").asInt(Integer.MIN_VALUE),
                        json.path("MaxValue").asInt(Integer.MAX_VALUE));
            case "BigIntAttributeMetadata" -> new ColumnType.BigInt();
            case "DecimalAttributeMetadata" ->
                new ColumnType.DecimalNumber(
                        precision(json, 2, 10),
                        bound(json, "MinValue", DECIMAL_BOUND.negate()),
                        bound(json, "MaxValue", DECIMAL_BOUND));
            case "DoubleAttributeMetadata" ->
                new ColumnType.DoubleNumber(
                        precision(json, 2, 5),
                        json.path("MinValue").asDouble(-1e11),
                        json.path("MaxValue").asDouble(1e11));
            case "MoneyAttributeMetadata" ->
                new ColumnType.Money(
                        precision(json, 2, 4),
                        bound(json, "MinValue", MONEY_BOUND.negate()),
                        bound(json, "MaxValue", MONEY_BOUND));
            case "BooleanAttributeMetadata" -> flag(json);
            case "PicklistAttributeMetadata" -> choice(json);
            case "MultiSelectPicklistAttributeMetadata" -> new ColumnType.MultiChoice(choices(json));
            case "FileAttributeMetadata" ->
                new ColumnType.File(json.path("MaxSizeInKB").asInt(DEFAULT_FILE_KILOBYTES));
            case "ImageAttributeMetadata" ->
                new ColumnType.Image(
                        json.path("MaxSizeInKB").asInt(DEFAULT_IMAGE_KILOBYTES),
                        json.path("IsPrimaryImage").asBoolean(false));
            case "DateTimeAttributeMetadata" -> dateTime(json);
            case "UniqueIdentifierAttributeMetadata" -> new ColumnType.UniqueIdentifier();
            case "LookupAttributeMetadata" ->
                throw Names.invalid("Lookup columns are made with their relationship: POST RelationshipDefinitions.");
            default -> throw Refusals.notEmulated("columns of the type '" + type + "'");
        };
    }

    private static ColumnType flag(JsonNode json) {
        JsonNode options = json.path("OptionSet");
        return new ColumnType.YesNo(
                json.path("DefaultValue").asBoolean(false),
                Labels.text(options.path("TrueOption"), "Label", "Yes"),
                Labels.text(options.path("FalseOption"), "Label", "No"));
    }

    private static ColumnType choice(JsonNode json) {
        return new ColumnType.Choice(
                choices(json), json.path("DefaultFormValue").asInt(-1));
    }

    private static List<Option> choices(JsonNode json) {
        if (json.has("GlobalOptionSet@odata.bind")
                || json.path("OptionSet").path("IsGlobal").asBoolean(false)) {
            throw Refusals.notEmulated("global option sets");
        }
        List<Option> options = new ArrayList<>();
        for (JsonNode option : json.path("OptionSet").path("Options")) {
            int value = option.path("Value").asInt(FIRST_OPTION + options.size());
            options.add(Option.of(value, Labels.text(option, "Label", String.valueOf(value))));
        }
        return options;
    }

    private static ColumnType dateTime(JsonNode json) {
        String behavior = json.path("DateTimeBehavior").path("Value").asText("UserLocal");
        String format = json.path("Format").asText("DateAndTime");
        for (Behavior known : Behavior.values()) {
            if (known.name().equals(behavior)) {
                return new ColumnType.DateTime(known, known == Behavior.DateOnly ? "DateOnly" : format);
            }
        }
        throw Names.invalid("DateTimeBehavior '" + behavior + "' is not UserLocal, DateOnly or TimeZoneIndependent.");
    }

    private static int length(JsonNode json, int fallback, int most) {
        int length = json.path("MaxLength").asInt(fallback);
        if (length < 1 || length > most) {
            throw Names.invalid("MaxLength " + length + " is not between 1 and " + most + ".");
        }
        return length;
    }

    private static int precision(JsonNode json, int fallback, int most) {
        int precision = json.path("Precision").asInt(fallback);
        if (precision < 0 || precision > most) {
            throw Names.invalid("Precision " + precision + " is not between 0 and " + most + ".");
        }
        return precision;
    }

    private static BigDecimal bound(JsonNode json, String name, BigDecimal fallback) {
        return json.path(name).isNumber() ? json.path(name).decimalValue() : fallback;
    }
}
