package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;

/** The answers to requests for definitions. */
final class Answers {
    private Answers() {}

    static ApiResponse list(ApiRequest request, String context, Selection selection, List<Definition> definitions) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#" + context);
        json.set("value", selection.list(definitions));
        return json(json);
    }

    static ApiResponse one(ApiRequest request, String context, Selection selection, Definition definition) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#" + context + "/$entity");
        json.setAll(selection.one(definition));
        return json(json);
    }

    static ApiResponse created(ApiRequest request, String set, UUID id) {
        return ApiResponse.noContent().with("OData-EntityId", request.rootUrl() + set + "(" + id + ")");
    }

    /** What an action gives back, without its context. */
    static ApiResponse ofAction(ApiRequest request, String type, ObjectNode members) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#Microsoft.Dynamics.CRM." + type);
        json.setAll(members);
        return json(json);
    }

    private static ApiResponse json(ObjectNode json) {
        return ApiResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
