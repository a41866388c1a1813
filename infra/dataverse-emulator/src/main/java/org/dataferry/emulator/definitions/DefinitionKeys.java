package org.dataferry.emulator.definitions;

import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.value.Guids;
import org.dataferry.emulator.value.Literals;
import org.jspecify.annotations.Nullable;

/**
 * Which definition an address means: by MetadataId, or by name.
 *
 * <p>Source: Microsoft's page "Retrieve table definitions by name or MetadataId".
 */
final class DefinitionKeys {
    private static final String CAST = "Microsoft.Dynamics.CRM.";

    private DefinitionKeys() {}

    static Table table(Catalog catalog, String key) {
        UUID id = id(key);
        String name = name(key, "LogicalName");
        return catalog.tables().stream()
                .filter(table -> table.logicalName().equals(name)
                        || table.names().metadataId().equals(id))
                .findFirst()
                .orElseThrow(() -> absent("an entity with specified key " + key));
    }

    /** A table whose parts may be changed. */
    static Table changeable(Catalog catalog, String key) {
        Table table = table(catalog, key);
        if (table.intersect()) {
            throw Names.invalid("The table " + table.logicalName() + " of a relationship can't be changed.");
        }
        return table;
    }

    static Column column(Table table, String key) {
        UUID id = id(key);
        String name = name(key, "LogicalName");
        return table.columns().stream()
                .filter(column ->
                        column.logicalName().equals(name) || column.metadataId().equals(id))
                .findFirst()
                .orElseThrow(() -> absent("a definition with the key " + key));
    }

    static boolean means(String key, Relationship relationship) {
        return relationship.metadataId().equals(id(key))
                || relationship.schemaName().equals(name(key, "SchemaName"));
    }

    static boolean means(String key, ManyToMany relationship) {
        return relationship.metadataId().equals(id(key))
                || relationship.schemaName().equals(name(key, "SchemaName"));
    }

    static Definition find(List<Definition> definitions, String key) {
        int equals = key.indexOf('=');
        String property = equals < 0 ? "MetadataId" : key.substring(0, equals);
        String literal = key.substring(equals + 1);
        String value = Literals.unquoted(literal);
        return definitions.stream()
                .filter(d -> d.properties().path(property).asText().equals(value == null ? literal : value))
                .findFirst()
                .orElseThrow(() -> absent("a definition with the key " + key));
    }

    /** The key of a segment that must have one for this method. */
    static String required(String method, String segment) {
        String key = AddressParser.keyOf(segment);
        if (key == null) {
            throw Refusals.methodNotAllowed(method, segment);
        }
        return key;
    }

    static String cast(String segment) {
        if (!segment.startsWith(CAST)) {
            throw Refusals.unknownSegment(segment);
        }
        return segment.substring(CAST.length());
    }

    static Refusal absent(String what) {
        return new Refusal(404, "0x80060888", "Could not find " + what + ".");
    }

    private static @Nullable UUID id(String key) {
        return Guids.parse(key.replace("MetadataId=", ""));
    }

    private static @Nullable String name(String key, String property) {
        return key.startsWith(property + "=") ? Literals.unquoted(key.substring(property.length() + 1)) : null;
    }
}
