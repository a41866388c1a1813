package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.write.BulkActions;

/** The actions bound to an entity set. */
final class BulkResource {
    private static final String PREFIX = "Microsoft.Dynamics.CRM.";

    private final BulkActions actions;

    private final Assumptions.Writes assumptions;

    BulkResource(BulkActions actions, Assumptions.Writes assumptions) {
        this.actions = actions;
        this.assumptions = assumptions;
    }

    static boolean owns(String segment) {
        return segment.startsWith(PREFIX);
    }

    ApiResponse answer(ApiRequest request, UnitOfWork work, Table table, String segment) {
        String action = segment.substring(PREFIX.length()).replace("()", "");
        if (!request.method().equals("POST")) {
            throw Refusals.methodNotAllowed(request.method(), segment);
        }
        switch (action) {
            case "CreateMultiple" -> {
                ObjectNode body = Bodies.object(request);
                List<UUID> ids = work.write(unit -> actions.create(unit, request, table, body));
                return created(request, ids);
            }
            case "UpdateMultiple" -> {
                ObjectNode body = Bodies.object(request);
                work.write(unit -> {
                    actions.update(unit, request, table, body);
                    return true;
                });
                return ApiResponse.noContent();
            }
            case "UpsertMultiple" -> {
                ObjectNode body = Bodies.object(request);
                work.write(unit -> {
                    actions.upsert(unit, request, table, body);
                    return true;
                });
                return ApiResponse.noContent();
            }
            case "DeleteMultiple" ->
                throw new Refusal(
                        assumptions.deleteMultipleStatus(),
                        "0x80040216",
                        "DeleteMultiple has not yet been implemented.");
            default -> throw Refusals.notEmulated("the action '" + segment + "'");
        }
    }

    private static ApiResponse created(ApiRequest request, List<UUID> ids) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse");
        var array = json.putArray("Ids");
        ids.forEach(id -> array.add(id.toString()));
        return ApiResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
