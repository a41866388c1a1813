package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Behavior;
import org.dataferry.emulator.metadata.GlobalChoice;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.jspecify.annotations.Nullable;

/** Reads the definition of a new column. Source: Microsoft's page "Create and update column definitions using the Web API". */
final class ColumnReader {
    private static final int MAX_TEXT = 4000;
    private static final int MAX_MEMO = 1_048_576;
    private static final int DEFAULT_TEXT = 100;
    private static final int DEFAULT_MEMO = 2000;
    private static final BigDecimal DECIMAL_BOUND = new BigDecimal("100000000000");
    private static final BigDecimal MONEY_BOUND = new BigDecimal("922337203685477");
    private static final int DEFAULT_FILE_KILOBYTES = 32_768;

    private static final int DEFAULT_IMAGE_KILOBYTES = 10_240;

    private ColumnReader() {}

    static Column read(Catalog catalog, Table table, JsonNode json) {
        return column(
                table, json, type(catalog, json), json.path("IsPrimaryName").asBoolean(false));
    }

    static Column column(Table table, JsonNode json, ColumnType type, boolean primaryName) {
        String schemaName = Names.schemaName(json);
        String logicalName = schemaName.toLowerCase(Locale.ROOT);
        if (table.column(logicalName) != null) {
            throw Names.invalid("An attribute with the specified name " + logicalName + " already exists for entity "
                    + table.logicalName() + ".");
        }
        return new Column(
                table.width(),
                TableBuilder.idOf("column " + table.logicalName() + "." + logicalName),
                logicalName,
                schemaName,
                Labels.of(json, "DisplayName", schemaName),
                Labels.of(json, "Description"),
                type,
                json.path("RequiredLevel").path("Value").asText("None"),
                true,
                true,
                true,
                primaryName);
    }

    static ColumnType type(Catalog catalog, JsonNode json) {
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
            case "PicklistAttributeMetadata" -> choice(catalog, json);
            case "MultiSelectPicklistAttributeMetadata" -> {
                GlobalChoice global = global(catalog, json);
                yield global == null
                        ? new ColumnType.MultiChoice(Options.of(json.path("OptionSet")), null)
                        : new ColumnType.MultiChoice(global.options(), global.name());
            }
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
                Labels.of(options.path("TrueOption"), "Label", "Yes"),
                Labels.of(options.path("FalseOption"), "Label", "No"));
    }

    private static ColumnType choice(Catalog catalog, JsonNode json) {
        GlobalChoice global = global(catalog, json);
        int defaultValue = json.path("DefaultFormValue").asInt(-1);
        return global == null
                ? new ColumnType.Choice(Options.of(json.path("OptionSet")), defaultValue)
                : new ColumnType.Choice(global.options(), defaultValue, global.name());
    }

    private static @Nullable GlobalChoice global(Catalog catalog, JsonNode json) {
        String address = json.path("GlobalOptionSet@odata.bind").asText("");
        if (address.isEmpty() && json.path("OptionSet").path("IsGlobal").asBoolean(false)) {
            throw Names.invalid("A column names its global choice by GlobalOptionSet@odata.bind.");
        }
        return address.isEmpty() ? null : GlobalChoices.bound(catalog, address);
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
