package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;

/**
 * A column's new definition. Its type stays, and so do its options, which have actions of their own; stored values that a narrower limit
 * would not let in stay too.
 *
 * <p>Source: Microsoft's page "Create and update column definitions using the Web API", section "Update a column".
 */
final class ColumnUpdate {
    private static final Set<String> LEVELS = Set.of("None", "Recommended", "ApplicationRequired", "SystemRequired");

    private ColumnUpdate() {}

    static Catalog changed(Catalog catalog, Table table, Column column, Replacement replacement) {
        String type = "Microsoft.Dynamics.CRM." + ColumnJson.metadataType(column);
        ObjectNode json = replacement.json().deepCopy();
        String wanted = json.path("@odata.type").asText(type).replaceFirst("^#", "");
        if (!wanted.equals(type)) {
            throw Names.invalid("The column " + column.logicalName() + " is of the type " + type + ", not " + wanted
                    + "; the type of a column can't be changed.");
        }
        json.put("@odata.type", type);
        Set<String> changeable = new HashSet<>(limits(column.type()));
        changeable.addAll(Set.of("DisplayName", "Description", "RequiredLevel"));
        replacement.requireOnly(ColumnJson.of(catalog, table, column, true), changeable);
        Table changed = table.changingColumn(column.describedAs(
                replacement.label("DisplayName", column.label(), column.schemaName()),
                replacement.description(column.description()),
                type(catalog, column, json),
                requiredLevel(column, json)));
        for (AlternateKey key : changed.keys()) {
            if (key.columns().contains(column.logicalName())) {
                DefinitionChanges.checkKeyBytes(changed, key.columns());
            }
        }
        return catalog.with(changed);
    }

    /** The properties of a type that can be changed. */
    private static Set<String> limits(ColumnType type) {
        return switch (type) {
            case ColumnType.Text ignored ->
                Set.of("MaxLength", "DatabaseLength", "Format", "FormatName", "AutoNumberFormat");
            case ColumnType.Memo ignored -> Set.of("MaxLength");
            case ColumnType.WholeNumber ignored -> Set.of("MinValue", "MaxValue");
            case ColumnType.DecimalNumber ignored -> Set.of("MinValue", "MaxValue", "Precision");
            case ColumnType.DoubleNumber ignored -> Set.of("MinValue", "MaxValue", "Precision");
            case ColumnType.Money ignored -> Set.of("MinValue", "MaxValue", "Precision");
            case ColumnType.YesNo ignored -> Set.of("DefaultValue");
            case ColumnType.Choice ignored -> Set.of("DefaultFormValue");
            case ColumnType.DateTime ignored -> Set.of("Format");
            case ColumnType.Image ignored -> Set.of("MaxSizeInKB");
            case ColumnType.File ignored -> Set.of("MaxSizeInKB");
            case ColumnType.BigInt ignored -> Set.of();
            case ColumnType.MultiChoice ignored -> Set.of();
            case ColumnType.State ignored -> Set.of();
            case ColumnType.Status ignored -> Set.of();
            case ColumnType.UniqueIdentifier ignored -> Set.of();
            case ColumnType.LinkEnd ignored -> Set.of();
            case ColumnType.Lookup ignored -> Set.of();
        };
    }

    private static ColumnType type(Catalog catalog, Column column, JsonNode json) {
        return switch (column.type()) {
            case ColumnType.Text ignored -> ColumnReader.type(catalog, json);
            case ColumnType.Memo ignored -> ColumnReader.type(catalog, json);
            case ColumnType.WholeNumber ignored -> ColumnReader.type(catalog, json);
            case ColumnType.DecimalNumber ignored -> ColumnReader.type(catalog, json);
            case ColumnType.DoubleNumber ignored -> ColumnReader.type(catalog, json);
            case ColumnType.File ignored -> ColumnReader.type(catalog, json);
            case ColumnType.Image image ->
                new ColumnType.Image(
                        ((ColumnType.Image) ColumnReader.type(catalog, json)).maxKilobytes(), image.primary());
            case ColumnType.Money money -> {
                ColumnType.Money wanted = (ColumnType.Money) ColumnReader.type(catalog, json);
                yield new ColumnType.Money(wanted.precision(), wanted.min(), wanted.max(), money.calculationOf());
            }
            case ColumnType.YesNo flag ->
                new ColumnType.YesNo(json.path("DefaultValue").asBoolean(false), flag.trueLabel(), flag.falseLabel());
            case ColumnType.Choice choice -> choice(choice, json);
            case ColumnType.DateTime date -> new ColumnType.DateTime(date.behavior(), format(date, json));
            case ColumnType.Status status -> StatusChanges.transitions(status, json);
            case ColumnType.BigInt same -> same;
            case ColumnType.MultiChoice same -> same;
            case ColumnType.State same -> same;
            case ColumnType.UniqueIdentifier same -> same;
            case ColumnType.LinkEnd same -> same;
            case ColumnType.Lookup same -> same;
        };
    }

    private static ColumnType choice(ColumnType.Choice choice, JsonNode json) {
        int value = json.path("DefaultFormValue").asInt(-1);
        if (value != -1 && choice.options().stream().noneMatch(option -> option.value() == value)) {
            throw Names.invalid("DefaultFormValue " + value + " is no option of the choice.");
        }
        return new ColumnType.Choice(choice.options(), value, choice.global());
    }

    private static String format(ColumnType.DateTime date, JsonNode json) {
        String format = json.path("Format").asText(date.format());
        if (!format.equals("DateOnly")
                && (date.behavior() == ColumnType.Behavior.DateOnly || !format.equals("DateAndTime"))) {
            throw Names.invalid(
                    "The Format '" + format + "' does not go with a date of the behavior " + date.behavior() + ".");
        }
        return format;
    }

    private static String requiredLevel(Column column, JsonNode json) {
        String present = column.requiredLevel();
        String level = json.path("RequiredLevel").path("Value").asText("None");
        if (!LEVELS.contains(level)) {
            throw Names.invalid("RequiredLevel '" + level + "' is not one of None, Recommended, ApplicationRequired.");
        }
        if (!level.equals(present) && (level.equals("SystemRequired") || present.equals("SystemRequired"))) {
            throw Names.invalid("RequiredLevel SystemRequired of " + column.logicalName() + " is the system's to set.");
        }
        return level;
    }
}
