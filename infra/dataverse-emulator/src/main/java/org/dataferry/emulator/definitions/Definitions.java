package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.dataferry.emulator.security.PrivilegeRows;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.value.Guids;
import org.dataferry.emulator.value.Literals;

/**
 * EntityDefinitions and RelationshipDefinitions.
 *
 * <p>Source: Microsoft's page "Use the Web API with table definitions".
 */
public final class Definitions {
    private static final String CAST = "Microsoft.Dynamics.CRM.";

    private final RowStore store;
    private final KeyActivation keys;

    public Definitions(RowStore store, KeyActivation keys) {
        this.store = store;
        this.keys = keys;
    }

    public static boolean owns(String firstSegment) {
        String set = AddressParser.setOf(firstSegment);
        return set.equals("EntityDefinitions") || set.equals("RelationshipDefinitions");
    }

    /** @param segments of the path, decoded */
    public ApiResponse read(ApiRequest request, List<String> segments) {
        Catalog catalog = store.catalog();
        TableJson json = new TableJson(catalog);
        Selection selection = new Selection(UrlText.parameters(request.query()));
        if (AddressParser.setOf(segments.getFirst()).equals("RelationshipDefinitions")) {
            return relationships(request, segments, selection, catalog, json);
        }
        String key = AddressParser.keyOf(segments.getFirst());
        if (key == null) {
            List<Definition> all = catalog.tables().stream().map(json::table).toList();
            return list(request, "EntityDefinitions", selection, all);
        }
        Table table = table(catalog, key);
        return segments.size() == 1
                ? one(request, "EntityDefinitions", selection, json.table(table))
                : parts(request, segments, selection, table, json);
    }

    private static ApiResponse parts(
            ApiRequest request, List<String> segments, Selection selection, Table table, TableJson json) {
        String part = segments.get(1);
        String context = "EntityDefinitions('" + table.logicalName() + "')/" + AddressParser.setOf(part);
        String cast = segments.size() > 2 ? cast(segments.get(2)) : null;
        if (segments.size() > 3) {
            throw Refusals.notEmulated("the path below " + context + "/" + segments.get(2));
        }
        List<Definition> definitions = switch (AddressParser.setOf(part)) {
            case "Attributes" -> json.columns(table, cast);
            case "Keys" -> json.keys(table);
            case "ManyToOneRelationships" -> json.manyToOne(table);
            case "OneToManyRelationships" -> json.oneToMany(table);
            case "ManyToManyRelationships" -> json.manyToMany(table);
            default -> throw Refusals.unknownSegment(part);
        };
        String key = AddressParser.keyOf(part);
        return key == null
                ? list(request, context, selection, definitions)
                : one(request, context, selection, find(definitions, key));
    }

    private static ApiResponse relationships(
            ApiRequest request, List<String> segments, Selection selection, Catalog catalog, TableJson json) {
        String cast = segments.size() > 1 ? cast(segments.get(1)) : "";
        List<Definition> all = Stream.concat(
                        catalog.relationships().stream().map(json::relationship),
                        catalog.manyToMany().stream().map(json::relationship))
                .filter(definition -> cast.isEmpty() || definition.type().equals(cast))
                .toList();
        String key = AddressParser.keyOf(segments.getFirst());
        return key == null
                ? list(request, "RelationshipDefinitions", selection, all)
                : one(request, "RelationshipDefinitions", selection, find(all, key));
    }

    public ApiResponse create(ApiRequest request, List<String> segments, JsonNode body) {
        String set = AddressParser.setOf(segments.getFirst());
        if (set.equals("RelationshipDefinitions")) {
            store.write(unit -> define(unit, RelationshipChanges.relationship(unit.catalog(), body)));
            return made(
                    request,
                    "RelationshipDefinitions",
                    "relationship " + body.path("SchemaName").asText());
        }
        String key = AddressParser.keyOf(segments.getFirst());
        if (key == null) {
            Catalog changed = store.write(unit -> {
                Catalog defined = define(unit, DefinitionChanges.table(unit.catalog(), body));
                PrivilegeRows.ofTable(
                        unit,
                        defined.requiredTable(body.path("SchemaName").asText().toLowerCase(Locale.ROOT)));
                return defined;
            });
            String name = body.path("SchemaName").asText().toLowerCase(Locale.ROOT);
            return created(
                    request,
                    "EntityDefinitions",
                    changed.requiredTable(name).names().metadataId());
        }
        return switch (segments.size() == 2 ? segments.get(1) : "") {
            case "Attributes" -> {
                var column = store.write(unit -> {
                    Table table = changeable(unit.catalog(), key);
                    var made = DefinitionChanges.column(table, body);
                    define(unit, Companions.of(unit.catalog().with(table.withColumn(made)), table, made));
                    return made;
                });
                yield created(request, segments.getFirst() + "/Attributes", column.metadataId());
            }
            case "Keys" -> createKey(request, segments.getFirst(), key, body);
            default -> throw Refusals.methodNotAllowed("POST", String.join("/", segments));
        };
    }

    private ApiResponse createKey(ApiRequest request, String tableSegment, String tableKey, JsonNode body) {
        AlternateKey key = store.write(unit -> {
            Table table = changeable(unit.catalog(), tableKey);
            AlternateKey made = DefinitionChanges.key(unit.catalog(), table, body);
            define(unit, unit.catalog().with(table.withKey(made)).withNextNumber(made.number() + 1));
            return made;
        });
        keys.start(table(store.catalog(), tableKey).logicalName(), key.logicalName());
        return created(request, tableSegment + "/Keys", key.metadataId());
    }

    /** The action that makes a lookup to several tables. */
    public ApiResponse polymorphicLookup(ApiRequest request, JsonNode body) {
        Catalog changed =
                store.write(unit -> define(unit, RelationshipChanges.polymorphicLookup(unit.catalog(), body)));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(
                "@odata.context",
                request.rootUrl() + "$metadata#Microsoft.Dynamics.CRM.CreatePolymorphicLookupAttributeResponse");
        JsonNode relationships = body.path("OneToManyRelationships");
        var ids = json.putArray("RelationshipIds");
        relationships.forEach(relationship -> ids.add(TableBuilder.idOf(
                        "relationship " + relationship.path("SchemaName").asText())
                .toString()));
        String column = body.path("Lookup").path("SchemaName").asText().toLowerCase(Locale.ROOT);
        Table table = changed.requiredTable(
                relationships.path(0).path("ReferencingEntity").asText());
        json.put("AttributeId", table.requiredColumn(column).metadataId().toString());
        return response(json);
    }

    /** The action that gives a table one more status. */
    public ApiResponse insertStatus(ApiRequest request, JsonNode body) {
        int made = store.write(unit -> {
            int value = StatusChanges.value(unit.catalog(), body);
            define(unit, StatusChanges.insert(unit.catalog(), body, value));
            return value;
        });
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#Microsoft.Dynamics.CRM.InsertStatusValueResponse");
        return response(json.put("NewOptionValue", made));
    }

    /** Changes the transitions between the statuses of a table; other changes are not emulated. */
    public ApiResponse change(List<String> segments, JsonNode body) {
        String key = AddressParser.keyOf(segments.getFirst());
        String part = segments.size() == 2 ? segments.get(1) : "";
        if (key == null || !part.equals("Attributes(LogicalName='statuscode')")) {
            throw Refusals.notEmulated("PUT of '" + String.join("/", segments) + "'");
        }
        store.write(unit -> {
            Table table = changeable(unit.catalog(), key);
            return define(unit, unit.catalog().with(StatusChanges.transitions(table, body)));
        });
        return ApiResponse.noContent();
    }

    /** Deletes a table or a key. */
    public ApiResponse delete(List<String> segments) {
        String key = AddressParser.keyOf(segments.getFirst());
        String part = segments.size() == 2 ? AddressParser.keyOf(segments.get(1)) : null;
        if (key == null || !segments.getFirst().startsWith("EntityDefinitions") || segments.size() > 2) {
            throw Refusals.notEmulated("the deletion of " + String.join("/", segments));
        }
        store.write(unit -> {
            Table table = table(unit.catalog(), key);
            if (part == null) {
                return define(unit, withoutTable(unit.catalog(), table));
            }
            if (!segments.get(1).startsWith("Keys(")) {
                throw Refusals.notEmulated("the deletion of columns");
            }
            String name = find(new TableJson(unit.catalog()).keys(table), part)
                    .properties()
                    .path("LogicalName")
                    .asText();
            return define(unit, unit.catalog().with(table.withoutKey(name)));
        });
        return ApiResponse.noContent();
    }

    private static Catalog withoutTable(Catalog catalog, Table table) {
        if (table.intersect()) {
            throw Names.invalid(
                    "The table " + table.logicalName() + " can't be deleted: it belongs to a relationship.");
        }
        boolean named = catalog.referencing(table).stream()
                .anyMatch(r -> !r.referencingTable().equals(table.logicalName()));
        if (!table.names().custom() || named) {
            throw Names.invalid("The table " + table.logicalName() + " can't be deleted: it is "
                    + (named ? "the target of lookups." : "a system table."));
        }
        return catalog.withoutTable(table.logicalName());
    }

    /** The action that starts the job of a key again. */
    public ApiResponse reactivate(JsonNode body) {
        String tableName = body.path("EntityLogicalName").asText();
        String keyName = body.path("EntityKeyLogicalName").asText();
        Table table = store.catalog().table(tableName);
        if (table == null || table.key(keyName) == null) {
            throw new Refusal(
                    400, "0x80060890", "The entity key " + keyName + " is not defined for " + tableName + ".");
        }
        keys.start(tableName, keyName);
        return ApiResponse.noContent();
    }

    private static Catalog define(WriteUnit unit, Catalog changed) {
        unit.define(changed);
        return changed;
    }

    private static Table changeable(Catalog catalog, String key) {
        Table table = table(catalog, key);
        if (table.intersect()) {
            throw Names.invalid("The table " + table.logicalName() + " of a relationship can't be changed.");
        }
        return table;
    }

    private static Table table(Catalog catalog, String key) {
        UUID id = Guids.parse(key.replace("MetadataId=", ""));
        String name = key.startsWith("LogicalName=") ? Literals.unquoted(key.substring("LogicalName=".length())) : null;
        return catalog.tables().stream()
                .filter(table -> table.logicalName().equals(name)
                        || table.names().metadataId().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(404, "0x80060888", "Could not find an entity with specified key " + key + "."));
    }

    private static Definition find(List<Definition> definitions, String key) {
        int equals = key.indexOf('=');
        String property = equals < 0 ? "MetadataId" : key.substring(0, equals);
        String literal = key.substring(equals + 1);
        String value = Literals.unquoted(literal);
        return definitions.stream()
                .filter(d -> d.properties().path(property).asText().equals(value == null ? literal : value))
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(404, "0x80060888", "Could not find a definition with the key " + key + "."));
    }

    private static String cast(String segment) {
        if (!segment.startsWith(CAST)) {
            throw Refusals.unknownSegment(segment);
        }
        return segment.substring(CAST.length());
    }

    private static ApiResponse made(ApiRequest request, String set, String name) {
        return created(request, set, TableBuilder.idOf(name));
    }

    private static ApiResponse created(ApiRequest request, String set, UUID id) {
        return ApiResponse.noContent().with("OData-EntityId", request.rootUrl() + set + "(" + id + ")");
    }

    private static ApiResponse list(
            ApiRequest request, String context, Selection selection, List<Definition> definitions) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#" + context);
        json.set("value", selection.list(definitions));
        return response(json);
    }

    private static ApiResponse one(ApiRequest request, String context, Selection selection, Definition definition) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#" + context + "/$entity");
        json.setAll(selection.one(definition));
        return response(json);
    }

    private static ApiResponse response(ObjectNode json) {
        return ApiResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
