package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.dataferry.emulator.store.RowStore;

/** The actions that change definitions. What is changed is published at once, so that to publish it does nothing. */
public final class DefinitionActions {
    private static final Set<String> NAMES = Set.of(
            "CreateCustomerRelationships",
            "CreatePolymorphicLookupAttribute",
            "InsertStatusValue",
            "ReactivateEntityKey",
            "PublishXml",
            "PublishAllXml");

    private final RowStore store;
    private final KeyActivation keys;
    private final OptionActions options;

    DefinitionActions(RowStore store, KeyActivation keys) {
        this.store = store;
        this.keys = keys;
        options = new OptionActions(store);
    }

    public static boolean own(String name) {
        return NAMES.contains(name) || OptionActions.own(name);
    }

    /** @param body empty for an action that takes none */
    public ApiResponse answer(ApiRequest request, String name, JsonNode body) {
        if (OptionActions.own(name)) {
            return options.answer(request, name, body);
        }
        return switch (name) {
            case "CreateCustomerRelationships" ->
                made(
                        request,
                        name,
                        body,
                        store.write(unit ->
                                Definitions.define(unit, RelationshipChanges.customerLookup(unit.catalog(), body))));
            case "CreatePolymorphicLookupAttribute" ->
                made(
                        request,
                        name,
                        body,
                        store.write(unit ->
                                Definitions.define(unit, RelationshipChanges.polymorphicLookup(unit.catalog(), body))));
            case "InsertStatusValue" -> insertStatus(request, body);
            case "ReactivateEntityKey" -> reactivate(body);
            default -> ApiResponse.noContent();
        };
    }

    private static ApiResponse made(ApiRequest request, String action, JsonNode body, Catalog changed) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        JsonNode relationships = body.path("OneToManyRelationships");
        var ids = json.putArray("RelationshipIds");
        relationships.forEach(relationship -> ids.add(TableBuilder.idOf(
                        "relationship " + relationship.path("SchemaName").asText())
                .toString()));
        String column = body.path("Lookup").path("SchemaName").asText().toLowerCase(Locale.ROOT);
        Table table = changed.requiredTable(
                relationships.path(0).path("ReferencingEntity").asText());
        json.put("AttributeId", table.requiredColumn(column).metadataId().toString());
        return Answers.ofAction(request, action + "Response", json);
    }

    private ApiResponse insertStatus(ApiRequest request, JsonNode body) {
        int made = store.write(unit -> {
            int value = StatusChanges.value(unit.catalog(), body);
            unit.define(StatusChanges.insert(unit.catalog(), body, value));
            return value;
        });
        return Answers.ofAction(
                request,
                "InsertStatusValueResponse",
                JsonNodeFactory.instance.objectNode().put("NewOptionValue", made));
    }

    private ApiResponse reactivate(JsonNode body) {
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
}
