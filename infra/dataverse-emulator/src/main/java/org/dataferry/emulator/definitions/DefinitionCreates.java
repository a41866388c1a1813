package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.GlobalChoice;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.dataferry.emulator.security.PrivilegeRows;
import org.dataferry.emulator.store.RowStore;

/** POST of new definitions. */
final class DefinitionCreates {
    private final RowStore store;
    private final KeyActivation keys;

    DefinitionCreates(RowStore store, KeyActivation keys) {
        this.store = store;
        this.keys = keys;
    }

    ApiResponse answer(ApiRequest request, List<String> segments, JsonNode body) {
        String first = segments.getFirst();
        if (segments.size() == 1 && AddressParser.keyOf(first) == null) {
            return switch (first) {
                case "RelationshipDefinitions" -> relationship(request, body);
                case GlobalChoices.SET -> choice(request, body);
                default -> table(request, body);
            };
        }
        String key = AddressParser.keyOf(first);
        if (key == null || segments.size() != 2 || !AddressParser.setOf(first).equals("EntityDefinitions")) {
            throw Refusals.methodNotAllowed("POST", String.join("/", segments));
        }
        return switch (segments.get(1)) {
            case "Attributes" -> column(request, first, key, body);
            case "Keys" -> key(request, first, key, body);
            default -> throw Refusals.methodNotAllowed("POST", String.join("/", segments));
        };
    }

    private ApiResponse relationship(ApiRequest request, JsonNode body) {
        store.write(unit -> Definitions.define(unit, RelationshipChanges.relationship(unit.catalog(), body)));
        return Answers.created(
                request,
                "RelationshipDefinitions",
                TableBuilder.idOf("relationship " + body.path("SchemaName").asText()));
    }

    private ApiResponse choice(ApiRequest request, JsonNode body) {
        GlobalChoice made = store.write(unit -> {
            GlobalChoice choice = GlobalChoices.read(unit.catalog(), body);
            unit.define(unit.catalog().with(choice));
            return choice;
        });
        return Answers.created(request, GlobalChoices.SET, made.metadataId());
    }

    private ApiResponse table(ApiRequest request, JsonNode body) {
        String name = body.path("SchemaName").asText().toLowerCase(Locale.ROOT);
        Catalog changed = store.write(unit -> {
            Catalog defined = Definitions.define(unit, DefinitionChanges.table(unit.catalog(), body));
            PrivilegeRows.ofTable(unit, defined.requiredTable(name));
            return defined;
        });
        return Answers.created(
                request,
                "EntityDefinitions",
                changed.requiredTable(name).names().metadataId());
    }

    private ApiResponse column(ApiRequest request, String tableSegment, String tableKey, JsonNode body) {
        var column = store.write(unit -> {
            Table table = DefinitionKeys.changeable(unit.catalog(), tableKey);
            var made = ColumnReader.read(unit.catalog(), table, body);
            unit.define(Companions.of(unit.catalog().with(table.withColumn(made)), table, made));
            return made;
        });
        return Answers.created(request, tableSegment + "/Attributes", column.metadataId());
    }

    private ApiResponse key(ApiRequest request, String tableSegment, String tableKey, JsonNode body) {
        AlternateKey key = store.write(unit -> {
            Table table = DefinitionKeys.changeable(unit.catalog(), tableKey);
            AlternateKey made = DefinitionChanges.key(unit.catalog(), table, body);
            unit.define(unit.catalog().with(table.withKey(made)).withNextNumber(made.number() + 1));
            return made;
        });
        keys.start(DefinitionKeys.table(store.catalog(), tableKey).logicalName(), key.logicalName());
        return Answers.created(request, tableSegment + "/Keys", key.metadataId());
    }
}
