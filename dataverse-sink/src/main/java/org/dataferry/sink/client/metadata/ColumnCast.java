package org.dataferry.sink.client.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataferry.sink.client.metadata.ColumnType.DateBehavior;
import org.dataferry.sink.client.metadata.ColumnType.Option;

/**
 * How each type of column is read: limits and options can only be seen through the type's own cast segment, and there is
 * none that covers all.
 */
enum ColumnCast {
    STRING(
            "StringType",
            "String",
            "MaxLength,FormatName",
            "",
            column -> new ColumnType.Text(column.path("MaxLength").asInt(), value(column.path("FormatName"), "Text"))),
    MEMO(
            "MemoType",
            "Memo",
            "MaxLength",
            "",
            column -> new ColumnType.Memo(column.path("MaxLength").asInt())),
    INTEGER(
            "IntegerType",
            "Integer",
            "MinValue,MaxValue",
            "",
            column -> new ColumnType.WholeNumber(
                    column.path("MinValue").asLong(Integer.MIN_VALUE),
                    column.path("MaxValue").asLong(Integer.MAX_VALUE))),
    DECIMAL(
            "DecimalType",
            "Decimal",
            "Precision,MinValue,MaxValue",
            "",
            column -> new ColumnType.DecimalNumber(
                    column.path("Precision").asInt(), number(column, "MinValue"), number(column, "MaxValue"))),
    DOUBLE(
            "DoubleType",
            "Double",
            "Precision,MinValue,MaxValue",
            "",
            column -> new ColumnType.FloatingNumber(
                    column.path("Precision").asInt(), number(column, "MinValue"), number(column, "MaxValue"))),
    MONEY(
            "MoneyType",
            "Money",
            "Precision,MinValue,MaxValue",
            "",
            column -> new ColumnType.Money(
                    column.path("Precision").asInt(), number(column, "MinValue"), number(column, "MaxValue"))),
    PICKLIST(
            "PicklistType",
            "Picklist",
            "",
            "OptionSet,GlobalOptionSet",
            column -> new ColumnType.Choice(options(column), global(column))),
    MULTI_SELECT(
            "MultiSelectPicklistType",
            "MultiSelectPicklist",
            "",
            "OptionSet,GlobalOptionSet",
            column -> new ColumnType.Choices(options(column))),
    STATE("StateType", "State", "", "OptionSet", column -> new ColumnType.State(options(column))),
    STATUS("StatusType", "Status", "", "OptionSet", column -> new ColumnType.Status(options(column))),
    DATE_TIME(
            "DateTimeType",
            "DateTime",
            "Format,DateTimeBehavior",
            "",
            column -> new ColumnType.DateTime(
                    DateBehavior.of(value(column.path("DateTimeBehavior"), "UserLocal")),
                    "DateOnly".equals(column.path("Format").asText()))),
    FILE(
            "FileType",
            "File",
            "MaxSizeInKB",
            "",
            column -> new ColumnType.File(column.path("MaxSizeInKB").asInt())),
    IMAGE(
            "ImageType",
            "Image",
            "MaxSizeInKB",
            "",
            column -> new ColumnType.Image(column.path("MaxSizeInKB").asInt())),
    LOOKUP("LookupType", "Lookup", "Targets", "", ColumnCast::lookup),
    CUSTOMER("CustomerType", "Lookup", "Targets", "", ColumnCast::lookup),
    OWNER("OwnerType", "Lookup", "Targets", "", ColumnCast::lookup);

    private static final Map<String, ColumnCast> BY_TYPE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(cast -> cast.typeName, Function.identity()));

    private final String typeName;
    private final String metadataName;
    private final String select;
    private final String expand;
    private final Function<JsonNode, ColumnType> reading;

    ColumnCast(
            String typeName,
            String metadataName,
            String select,
            String expand,
            Function<JsonNode, ColumnType> reading) {
        this.typeName = typeName;
        this.metadataName = metadataName;
        this.select = select;
        this.expand = expand;
        this.reading = reading;
    }

    static Optional<ColumnCast> of(String typeName) {
        return Optional.ofNullable(BY_TYPE_NAME.get(typeName));
    }

    /** The types that need no look at their details. */
    static ColumnType plain(String typeName) {
        return switch (typeName) {
            case "BooleanType" -> new ColumnType.TwoOptions();
            case "BigIntType" -> new ColumnType.BigNumber();
            case "UniqueidentifierType" -> new ColumnType.UniqueIdentifier();
            default -> new ColumnType.Other(typeName);
        };
    }

    /** Below {@code …/Attributes/}. Casts of the same segment are read once. */
    String segment() {
        String options = "?$select=LogicalName" + (select.isEmpty() ? "" : "," + select);
        String expansion = expand.isEmpty()
                ? ""
                : Arrays.stream(expand.split(","))
                        .map(set -> set + (set.startsWith("Global") ? "($select=Options,Name)" : "($select=Options)"))
                        .collect(Collectors.joining(",", "&$expand=", ""));
        return "Microsoft.Dynamics.CRM." + metadataName + "AttributeMetadata" + options + expansion;
    }

    ColumnType read(JsonNode column) {
        return reading.apply(column);
    }

    private static ColumnType lookup(JsonNode column) {
        List<String> targets = new ArrayList<>();
        column.path("Targets").forEach(target -> targets.add(target.asText()));
        return new ColumnType.Lookup(targets);
    }

    private static List<Option> options(JsonNode column) {
        JsonNode own = column.path("OptionSet").path("Options");
        JsonNode set = own.isEmpty() ? column.path("GlobalOptionSet").path("Options") : own;
        List<Option> options = new ArrayList<>();
        set.forEach(option -> options.add(new Option(
                option.path("Value").asInt(),
                label(option.path("Label")),
                option.hasNonNull("State") ? OptionalInt.of(option.path("State").asInt()) : OptionalInt.empty())));
        return options;
    }

    private static Optional<String> global(JsonNode column) {
        return Optional.of(column.path("GlobalOptionSet").path("Name").asText(""))
                .filter(name -> !name.isEmpty());
    }

    private static String label(JsonNode label) {
        String user = label.path("UserLocalizedLabel").path("Label").asText("");
        return user.isEmpty()
                ? label.path("LocalizedLabels").path(0).path("Label").asText("")
                : user;
    }

    /** Managed properties and names are objects with one member, or null. */
    private static String value(JsonNode property, String otherwise) {
        return property.path("Value").asText(otherwise);
    }

    private static BigDecimal number(JsonNode column, String member) {
        return column.path(member).decimalValue();
    }
}
