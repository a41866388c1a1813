package org.dataferry.sink.client.metadata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.dataferry.sink.client.metadata.ColumnType.DateBehavior;
import org.dataferry.sink.client.metadata.ColumnType.Option;
import org.dataferry.sink.client.protocol.Json;

/** Writes definitions as the metadata API wants them. */
final class DefinitionJson {
    private static final String TYPE = "@odata.type";
    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    /** Labels are written in the environment's base language; English is the one we have texts in. */
    private static final int ENGLISH = 1033;

    private DefinitionJson() {}

    static ObjectNode table(NewTable table) {
        ObjectNode json = typed("EntityMetadata", table.schemaName(), table.displayName())
                .put("OwnershipType", table.ownership().wireName())
                .put("IsActivity", false)
                .put("HasActivities", false)
                .put("HasNotes", false);
        json.set("DisplayCollectionName", label(table.pluralDisplayName()));
        json.set("Description", label(table.displayName()));
        ArrayNode columns = json.putArray("Attributes");
        columns.add(column(table.primaryName()).put("IsPrimaryName", true));
        table.columns().forEach(column -> columns.add(column(column)));
        return json;
    }

    static ObjectNode column(NewColumn column) {
        ObjectNode json = withType(column);
        json.putObject("RequiredLevel").put("Value", column.required().wireName());
        return json;
    }

    static ObjectNode key(NewKey key) {
        ObjectNode json = typed("EntityKeyMetadata", key.schemaName(), key.displayName());
        ArrayNode columns = json.putArray("KeyAttributes");
        key.columns().forEach(columns::add);
        return json;
    }

    static ObjectNode lookup(NewLookup lookup) {
        ObjectNode json = relationship(lookup.relationshipName(), lookup.table(), lookup.referencedTable())
                .put("ReferencedAttribute", lookup.referencedIdColumn());
        return json.set(
                "Lookup", lookupColumn("LookupAttributeMetadata", lookup.columnSchemaName(), lookup.displayName()));
    }

    static ObjectNode polymorphicLookup(NewPolymorphicLookup lookup) {
        ObjectNode json = Json.object();
        ArrayNode relationships = json.putArray("OneToManyRelationships");
        lookup.targets()
                .forEach(target -> relationships.add(
                        relationship(target.relationshipName(), lookup.table(), target.referencedTable())));
        return json.set(
                "Lookup",
                lookupColumn("ComplexLookupAttributeMetadata", lookup.columnSchemaName(), lookup.displayName())
                        .put("AttributeType", "Lookup")
                        .set("AttributeTypeName", Json.object().put("Value", "LookupType")));
    }

    static ObjectNode manyToMany(NewManyToMany relationship) {
        return Json.object()
                .put(TYPE, NAMESPACE + "ManyToManyRelationshipMetadata")
                .put("SchemaName", relationship.schemaName())
                .put("IntersectEntityName", relationship.intersectTable())
                .put("Entity1LogicalName", relationship.firstTable())
                .put("Entity1NavigationPropertyName", relationship.firstNavigation())
                .put("Entity2LogicalName", relationship.secondTable())
                .put("Entity2NavigationPropertyName", relationship.secondNavigation());
    }

    private static ObjectNode relationship(String schemaName, String table, String referencedTable) {
        ObjectNode json = Json.object()
                .put(TYPE, NAMESPACE + "OneToManyRelationshipMetadata")
                .put("SchemaName", schemaName)
                .put("ReferencedEntity", referencedTable)
                .put("ReferencingEntity", table);
        ObjectNode cascades = json.putObject("CascadeConfiguration").put("Delete", "RemoveLink");
        for (String action : List.of("Assign", "Merge", "Reparent", "Share", "Unshare")) {
            cascades.put(action, "NoCascade");
        }
        return json;
    }

    private static ObjectNode lookupColumn(String type, String schemaName, String displayName) {
        ObjectNode column = typed(type, schemaName, displayName);
        column.putObject("RequiredLevel").put("Value", RequiredLevel.NONE.wireName());
        return column;
    }

    private static ObjectNode withType(NewColumn column) {
        String schemaName = column.schemaName();
        String displayName = column.displayName();
        return switch (column.type()) {
            case ColumnType.Text(int maxLength, String format) -> {
                ObjectNode json = typed("StringAttributeMetadata", schemaName, displayName)
                        .put("MaxLength", maxLength);
                json.putObject("FormatName").put("Value", format);
                yield json;
            }
            case ColumnType.Memo(int maxLength) ->
                typed("MemoAttributeMetadata", schemaName, displayName).put("MaxLength", maxLength);
            case ColumnType.WholeNumber(long min, long max) ->
                typed("IntegerAttributeMetadata", schemaName, displayName)
                        .put("MinValue", min)
                        .put("MaxValue", max);
            case ColumnType.BigNumber() -> typed("BigIntAttributeMetadata", schemaName, displayName);
            case ColumnType.DecimalNumber(int precision, BigDecimal min, BigDecimal max) ->
                limits(typed("DecimalAttributeMetadata", schemaName, displayName), precision, min, max);
            case ColumnType.FloatingNumber(int precision, BigDecimal min, BigDecimal max) ->
                limits(typed("DoubleAttributeMetadata", schemaName, displayName), precision, min, max);
            case ColumnType.Money(int precision, BigDecimal min, BigDecimal max) ->
                // Precision source 0: the column's own, whatever the currency has.
                limits(typed("MoneyAttributeMetadata", schemaName, displayName), precision, min, max)
                        .put("PrecisionSource", 0);
            case ColumnType.TwoOptions() -> twoOptions(typed("BooleanAttributeMetadata", schemaName, displayName));
            case ColumnType.Choice(List<Option> options, Optional<String> global) ->
                options(typed("PicklistAttributeMetadata", schemaName, displayName), options);
            case ColumnType.Choices(List<Option> options) ->
                options(typed("MultiSelectPicklistAttributeMetadata", schemaName, displayName), options);
            case ColumnType.DateTime(DateBehavior behavior, boolean dateOnly) -> {
                ObjectNode json = typed("DateTimeAttributeMetadata", schemaName, displayName)
                        .put("Format", dateOnly ? "DateOnly" : "DateAndTime");
                json.putObject("DateTimeBehavior").put("Value", behavior.wireName());
                yield json;
            }
            case ColumnType.File(int maxKilobytes) ->
                typed("FileAttributeMetadata", schemaName, displayName).put("MaxSizeInKB", maxKilobytes);
            case ColumnType.Image(int maxKilobytes) ->
                typed("ImageAttributeMetadata", schemaName, displayName)
                        .put("MaxSizeInKB", maxKilobytes)
                        .put("CanStoreFullImage", true);
            case ColumnType.Lookup lookup -> throw refusedByNewColumn(column);
            case ColumnType.State state -> throw refusedByNewColumn(column);
            case ColumnType.Status status -> throw refusedByNewColumn(column);
            case ColumnType.UniqueIdentifier id -> throw refusedByNewColumn(column);
            case ColumnType.Other other -> throw refusedByNewColumn(column);
        };
    }

    private static IllegalStateException refusedByNewColumn(NewColumn column) {
        return new IllegalStateException("NewColumn should have refused " + column);
    }

    private static ObjectNode limits(ObjectNode json, int precision, BigDecimal min, BigDecimal max) {
        return json.put("Precision", precision).put("MinValue", min).put("MaxValue", max);
    }

    private static ObjectNode twoOptions(ObjectNode json) {
        ObjectNode set = json.putObject("OptionSet")
                .put(TYPE, NAMESPACE + "BooleanOptionSetMetadata")
                .put("OptionSetType", "Boolean");
        set.set("TrueOption", option(new Option(1, "Yes")));
        set.set("FalseOption", option(new Option(0, "No")));
        return json;
    }

    private static ObjectNode options(ObjectNode json, List<Option> options) {
        ArrayNode array = json.putObject("OptionSet")
                .put(TYPE, NAMESPACE + "OptionSetMetadata")
                .put("IsGlobal", false)
                .put("OptionSetType", "Picklist")
                .putArray("Options");
        options.forEach(option -> array.add(option(option)));
        return json;
    }

    /** The parameters of InsertOptionValue. Source: Microsoft's page "Create and update choices (option sets) using the Web API". */
    static ObjectNode insertedOption(String table, String column, Optional<String> globalChoice, Option option) {
        ObjectNode json = Json.object();
        globalChoice.ifPresentOrElse(
                name -> json.put("OptionSetName", name),
                () -> json.put("EntityLogicalName", table).put("AttributeLogicalName", column));
        return json.setAll(option(option));
    }

    /** The parameters of PublishXml. Names of Dataverse hold nothing that XML would have to escape. */
    static ObjectNode publication(String table, Optional<String> globalChoice) {
        String what = globalChoice
                .map(name -> "<optionsets><optionset>%s</optionset></optionsets>".formatted(name))
                .orElse("<entities><entity>%s</entity></entities>".formatted(table));
        return Json.object().put("ParameterXml", "<importexportxml>" + what + "</importexportxml>");
    }

    private static ObjectNode option(Option option) {
        return Json.object().put("Value", option.value()).set("Label", label(option.label()));
    }

    private static ObjectNode typed(String type, String schemaName, String displayName) {
        return Json.object()
                .put(TYPE, NAMESPACE + type)
                .put("SchemaName", schemaName)
                .set("DisplayName", label(displayName));
    }

    private static ObjectNode label(String text) {
        ObjectNode label = Json.object().put(TYPE, NAMESPACE + "Label");
        label.putArray("LocalizedLabels")
                .addObject()
                .put(TYPE, NAMESPACE + "LocalizedLabel")
                .put("Label", text)
                .put("LanguageCode", ENGLISH);
        return label;
    }
}
