package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dataferry.emulator.definitions.Definition.Expanded;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.GlobalChoice;
import org.dataferry.emulator.metadata.Table;

/**
 * A column's definition as JSON. What only its type has, such as MaxLength, is there only behind a cast to the type.
 *
 * <p>Source: Microsoft's page "Query table definitions using the Web API".
 */
final class ColumnJson {
    private ColumnJson() {}

    static Definition of(Catalog catalog, Table table, Column column, boolean cast) {
        String attributeType = column.type().attributeType();
        String typeName = metadataType(column).replace("AttributeMetadata", "Type");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!cast) {
            json.put("@odata.type", "#Microsoft.Dynamics.CRM." + metadataType(column));
        }
        json.put("MetadataId", column.metadataId().toString());
        json.put("LogicalName", column.logicalName());
        json.put("SchemaName", column.schemaName());
        json.put("AttributeType", attributeType);
        json.putObject("AttributeTypeName")
                .put("Value", attributeType.equals("Virtual") ? typeName : attributeType + "Type");
        json.put("EntityLogicalName", table.logicalName());
        json.putObject("RequiredLevel")
                .put("Value", column.requiredLevel())
                .put("CanBeChanged", column.custom())
                .put("ManagedPropertyLogicalName", "canmodifyrequirementlevelsettings");
        json.put("IsValidForCreate", column.creatable());
        json.put("IsValidForUpdate", column.updatable());
        json.put("IsValidForRead", true);
        json.putNull("AttributeOf");
        json.put("IsPrimaryId", column.ordinal() == 0);
        json.put("IsPrimaryName", column.primaryName());
        json.put("IsCustomAttribute", column.custom());
        json.put("IsLogical", false);
        json.put("ColumnNumber", column.ordinal() + 1);
        json.set("DisplayName", Labels.json(column.label()));
        json.set("Description", Labels.json(column.description()));
        if (cast) {
            typed(column.type(), json);
        }
        return new Definition(metadataType(column), json, navigation(catalog, column, cast));
    }

    static String metadataType(Column column) {
        return switch (column.type()) {
            case ColumnType.Lookup ignored -> "LookupAttributeMetadata";
            case ColumnType.UniqueIdentifier ignored -> "UniqueIdentifierAttributeMetadata";
            case ColumnType.LinkEnd ignored -> "UniqueIdentifierAttributeMetadata";
            case ColumnType.MultiChoice ignored -> "MultiSelectPicklistAttributeMetadata";
            case ColumnType.Image ignored -> "ImageAttributeMetadata";
            case ColumnType.File ignored -> "FileAttributeMetadata";
            default -> column.type().attributeType() + "AttributeMetadata";
        };
    }

    private static void typed(ColumnType type, ObjectNode json) {
        switch (type) {
            case ColumnType.Text text -> {
                json.put("MaxLength", text.maxLength()).put("DatabaseLength", 2 * text.maxLength());
                json.put("Format", text.format());
                json.putObject("FormatName").put("Value", text.format());
                json.put("AutoNumberFormat", text.autoNumber() == null ? "" : text.autoNumber());
            }
            case ColumnType.Memo memo -> json.put("MaxLength", memo.maxLength()).put("Format", "TextArea");
            case ColumnType.WholeNumber number ->
                json.put("MinValue", number.min()).put("MaxValue", number.max()).put("Format", "None");
            case ColumnType.BigInt ignored ->
                json.put("MinValue", Long.MIN_VALUE).put("MaxValue", Long.MAX_VALUE);
            case ColumnType.DecimalNumber number ->
                json.put("Precision", number.precision())
                        .put("MinValue", number.min())
                        .put("MaxValue", number.max());
            case ColumnType.DoubleNumber number ->
                json.put("Precision", number.precision())
                        .put("MinValue", number.min())
                        .put("MaxValue", number.max());
            case ColumnType.Money money ->
                json.put("Precision", money.precision())
                        .put("PrecisionSource", money.calculationOf() == null ? 0 : 2)
                        .put("CalculationOf", money.calculationOf())
                        .put("IsBaseCurrency", money.calculationOf() != null)
                        .put("MinValue", money.min())
                        .put("MaxValue", money.max());
            case ColumnType.YesNo flag -> json.put("DefaultValue", flag.defaultValue());
            case ColumnType.Choice choice -> json.put("DefaultFormValue", choice.defaultValue());
            case ColumnType.State ignored -> json.put("DefaultFormValue", 0);
            case ColumnType.Status ignored -> json.put("DefaultFormValue", -1);
            case ColumnType.DateTime date -> {
                json.put("Format", date.format());
                json.putObject("DateTimeBehavior").put("Value", date.behavior().name());
            }
            case ColumnType.UniqueIdentifier ignored -> {}
            case ColumnType.LinkEnd ignored -> {}
            case ColumnType.MultiChoice ignored -> json.put("DefaultFormValue", -1);
            case ColumnType.Image image ->
                json.put("MaxSizeInKB", image.maxKilobytes())
                        .put("MaxHeight", 144)
                        .put("MaxWidth", 144)
                        .put("IsPrimaryImage", image.primary())
                        .put("CanStoreFullImage", true);
            case ColumnType.File file -> json.put("MaxSizeInKB", file.maxKilobytes());
            case ColumnType.Lookup lookup -> {
                var targets = json.putArray("Targets");
                lookup.targets().forEach(targets::add);
            }
        }
    }

    private static Map<String, Supplier<Expanded>> navigation(Catalog catalog, Column column, boolean cast) {
        if (!cast) {
            return Map.of();
        }
        return switch (column.type()) {
            case ColumnType.Choice choice -> options(catalog, column, choice.options(), "Picklist");
            case ColumnType.MultiChoice choice -> options(catalog, column, choice.options(), "Picklist");
            case ColumnType.State state -> options(catalog, column, state.options(), "State");
            case ColumnType.Status status -> options(catalog, column, status.options(), "Status");
            case ColumnType.YesNo flag -> {
                ObjectNode set = JsonNodeFactory.instance.objectNode().put("OptionSetType", "Boolean");
                set.set("TrueOption", Options.json(Option.of(1, flag.trueLabel())));
                set.set("FalseOption", Options.json(Option.of(0, flag.falseLabel())));
                yield sets(set, NullNode.getInstance());
            }
            default -> Map.of();
        };
    }

    private static Map<String, Supplier<Expanded>> options(
            Catalog catalog, Column column, List<Option> options, String type) {
        GlobalChoice global = GlobalChoices.of(catalog, column);
        if (global != null) {
            JsonNode set = GlobalChoices.json(global, true).properties();
            return sets(set, set);
        }
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        set.put("MetadataId", column.metadataId().toString());
        set.put("Name", column.logicalName()).put("IsGlobal", false).put("OptionSetType", type);
        var array = set.putArray("Options");
        options.forEach(option -> array.add(Options.json(option)));
        return sets(set, NullNode.getInstance());
    }

    private static Map<String, Supplier<Expanded>> sets(JsonNode set, JsonNode global) {
        return Map.of("OptionSet", () -> new Expanded.Plain(set), "GlobalOptionSet", () -> new Expanded.Plain(global));
    }
}
