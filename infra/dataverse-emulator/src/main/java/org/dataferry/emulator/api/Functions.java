package org.dataferry.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.RowStore;
import org.jspecify.annotations.Nullable;

/** The service document and the unbound functions. Source: Microsoft's page "Web API Functions and Actions Sample". */
final class Functions {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RowStore store;
    private final Organization organization;

    Functions(RowStore store, Organization organization) {
        this.store = store;
        this.organization = organization;
    }

    ApiResponse whoAmI(ApiRequest request, @Nullable UUID businessUnit) {
        return answer(context(request, "Microsoft.Dynamics.CRM.WhoAmIResponse")
                .put("BusinessUnitId", businessUnit == null ? null : businessUnit.toString())
                .put("UserId", request.userId().toString())
                .put("OrganizationId", organization.id().toString()));
    }

    ApiResponse serviceDocument(ApiRequest request) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata");
        var sets = json.putArray("value");
        store.catalog().tables().stream()
                .map(Table::entitySet)
                .sorted()
                .forEach(set -> sets.addObject()
                        .put("name", set)
                        .put("kind", "EntitySet")
                        .put("url", set));
        return answer(json);
    }

    ApiResponse totalRecordCount(ApiRequest request, String segment) {
        Map<String, String> parameters = UrlText.parameters(request.query());
        String argument = segment.replaceFirst("^RetrieveTotalRecordCount\\(EntityNames=", "")
                .replaceFirst("\\)$", "");
        String list = argument.startsWith("@") ? parameters.getOrDefault(argument, "") : argument;
        ObjectNode json = context(request, "Microsoft.Dynamics.CRM.RetrieveTotalRecordCountResponse");
        ObjectNode counts = json.putObject("EntityRecordCountCollection");
        var keys = JsonNodeFactory.instance.arrayNode();
        var values = JsonNodeFactory.instance.arrayNode();
        for (JsonNode name : names(list)) {
            Table table = store.catalog().table(name.asText());
            if (table == null) {
                throw Refusals.badRequest("The entity with a name = '" + name.asText() + "' was not found.");
            }
            keys.add(table.logicalName());
            values.add(store.count(table));
        }
        counts.put("Count", keys.size()).put("IsReadOnly", false);
        counts.set("Keys", keys);
        counts.set("Values", values);
        return answer(json);
    }

    private static JsonNode names(String list) {
        try {
            JsonNode names = JSON.readTree(list.replace('\'', '"'));
            if (names.isArray()) {
                return names;
            }
        } catch (JsonProcessingException e) {
            // refused below, as what is no list is
        }
        throw Refusals.badRequest("EntityNames must be a list of table names, such as [\"account\"].");
    }

    private static ObjectNode context(ApiRequest request, String type) {
        return JsonNodeFactory.instance.objectNode().put("@odata.context", request.rootUrl() + "$metadata#" + type);
    }

    private static ApiResponse answer(ObjectNode json) {
        return ApiResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What WhoAmI says beside the user. */
    record Organization(UUID id) {}
}
