package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Message;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.write.BulkActions;
import org.dataferry.emulator.write.BulkTargets;

/** The actions bound to an entity set. */
final class BulkResource {
    private static final String PREFIX = "Microsoft.Dynamics.CRM.";

    private final BulkActions actions;

    private final Assumptions.Writes assumptions;

    private final Supplier<Catalog> catalog;

    BulkResource(Supplier<Catalog> catalog, BulkActions actions, Assumptions.Writes assumptions) {
        this.catalog = catalog;
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
                BulkTargets targets = targets(request, table, Message.CreateMultiple);
                return created(request, work.write(unit -> actions.create(unit, request, targets)));
            }
            case "UpdateMultiple" -> {
                BulkTargets targets = targets(request, table, Message.UpdateMultiple);
                work.write(unit -> {
                    actions.update(unit, request, targets);
                    return true;
                });
                return ApiResponse.noContent();
            }
            case "UpsertMultiple" -> {
                BulkTargets targets = targets(request, table, Message.UpsertMultiple);
                work.write(unit -> {
                    actions.upsert(unit, request, targets);
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

    private BulkTargets targets(ApiRequest request, Table table, Message message) {
        if (!Message.of(table).contains(message)) {
            throw Refusals.messageNotSupported(message.name(), table.logicalName());
        }
        return actions.targets(catalog.get(), table, each -> Bodies.targets(request, each));
    }

    private static ApiResponse created(ApiRequest request, List<UUID> ids) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse");
        var array = json.putArray("Ids");
        ids.forEach(id -> array.add(id.toString()));
        return ApiResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
