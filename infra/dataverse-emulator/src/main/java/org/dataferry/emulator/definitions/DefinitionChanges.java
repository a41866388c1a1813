package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Plural;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;

/**
 * New tables, columns and keys, as changes of the catalogue.
 *
 * <p>Source: Microsoft's pages "Create and update table definitions using the Web API" and "Define alternate keys for a table".
 */
final class DefinitionChanges {
    private static final int MAX_KEYS = 10;
    private static final int MAX_KEY_COLUMNS = 16;
    private static final int MAX_KEY_BYTES = 900;

    private DefinitionChanges() {}

    static Catalog table(Catalog catalog, JsonNode json) {
        String schemaName = Names.schemaName(json);
        String logicalName = schemaName.toLowerCase(Locale.ROOT);
        String collection = Plural.of(logicalName);
        String entitySet = json.path("EntitySetName").asText(collection);
        if (catalog.table(logicalName) != null || catalog.bySet(entitySet) != null) {
            throw Names.invalid("An entity with the name " + logicalName + " or the entity set name " + entitySet
                    + " already exists.");
        }
        if (json.path("IsActivity").asBoolean(false)) {
            throw Refusals.notEmulated("activity tables");
        }
        if (json.path("TableType").asText("Standard").equals("Elastic")) {
            throw Refusals.notEmulated("elastic tables");
        }
        String ownership = json.path("OwnershipType").asText("UserOwned");
        if (!Set.of("UserOwned", "OrganizationOwned").contains(ownership)) {
            throw Names.invalid("OwnershipType '" + ownership + "' is not UserOwned or OrganizationOwned.");
        }
        Table.Names names = new Table.Names(
                catalog.nextNumber(),
                TableBuilder.idOf("table " + logicalName),
                logicalName,
                schemaName,
                entitySet,
                collection,
                Labels.of(json, "DisplayName", schemaName),
                Labels.of(json, "DisplayCollectionName", Plural.of(schemaName)),
                Labels.of(json, "Description"),
                ownership,
                true);
        Catalog changed = new TableBuilder(names).system().addTo(catalog);
        Table table = changed.requiredTable(logicalName);
        if (json.path("ChangeTrackingEnabled").asBoolean(false)) {
            table = table.withChangeTracking();
        }
        for (JsonNode column : json.path("Attributes")) {
            table = table.withColumn(ColumnReader.read(catalog, table, column));
        }
        if (table.primaryName() == null) {
            throw Names.invalid(
                    "The table " + schemaName + " needs a StringAttributeMetadata with IsPrimaryName: true.");
        }
        changed = changed.with(table);
        for (Column column : table.columns()) {
            changed = Companions.of(changed, table, column);
        }
        return changed;
    }

    static AlternateKey key(Catalog catalog, Table table, JsonNode json) {
        String schemaName = Names.schemaName(json);
        String logicalName = schemaName.toLowerCase(Locale.ROOT);
        List<String> columns = new ArrayList<>();
        json.path("KeyAttributes").forEach(name -> columns.add(name.asText()));
        if (table.key(logicalName) != null) {
            throw new Refusal(
                    400,
                    "0x80060893",
                    "The key name " + logicalName + " already exists on " + table.logicalName() + ".");
        }
        for (AlternateKey key : table.keys()) {
            if (new HashSet<>(key.columns()).equals(new HashSet<>(columns))) {
                throw new Refusal(
                        400,
                        "0x80060894",
                        "The key " + key.logicalName() + " of " + table.logicalName() + " already has these columns.");
            }
        }
        checkKey(table, columns);
        return new AlternateKey(
                catalog.nextNumber(),
                TableBuilder.idOf("key " + table.logicalName() + "." + logicalName),
                logicalName,
                schemaName,
                Labels.of(json, "DisplayName", schemaName),
                columns,
                AlternateKey.Status.Pending);
    }

    private static void checkKey(Table table, List<String> columns) {
        if (columns.isEmpty()
                || columns.size() > MAX_KEY_COLUMNS
                || table.keys().size() >= MAX_KEYS) {
            throw Names.invalid(
                    "A key has 1 to " + MAX_KEY_COLUMNS + " columns, and a table at most " + MAX_KEYS + " keys.");
        }
        checkKeyBytes(table, columns);
    }

    static void checkKeyBytes(Table table, List<String> columns) {
        int bytes = 0;
        for (String name : columns) {
            Column column = table.column(name);
            if (column == null) {
                throw Names.invalid("The key column '" + name + "' is not a column of " + table.logicalName() + ".");
            }
            bytes += keyBytes(column);
        }
        if (bytes > MAX_KEY_BYTES) {
            throw Names.invalid("The key is " + bytes + " bytes long, and may be " + MAX_KEY_BYTES + ".");
        }
    }

    private static int keyBytes(Column column) {
        return switch (column.type()) {
            case ColumnType.Text text -> 2 * text.maxLength();
            case ColumnType.WholeNumber ignored -> Integer.BYTES;
            case ColumnType.Choice ignored -> Integer.BYTES;
            case ColumnType.DecimalNumber ignored -> 2 * Long.BYTES;
            case ColumnType.DateTime ignored -> Long.BYTES;
            case ColumnType.Lookup ignored -> 2 * Long.BYTES;
            default ->
                throw Names.invalid("A column of type " + column.type().attributeType() + " ('" + column.logicalName()
                        + "') can't be in a key.");
        };
    }
}
