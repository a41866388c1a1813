package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.jobs.BulkDeletes;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.write.DedicatedMessages;
import org.dataferry.emulator.write.RowWrites;

/** Actions that stand alone: those that close a row, those that move files in blocks, and BulkDelete. */
final class Actions {
    private final RowWrites writes;
    private final DedicatedMessages messages;
    private final BulkDeletes bulkDeletes;
    private final FileActions files;
    private final NoteActions notes;

    Actions(RowStore store, RowWrites writes, BulkDeletes bulkDeletes) {
        this.writes = writes;
        this.bulkDeletes = bulkDeletes;
        messages = new DedicatedMessages(writes);
        files = new FileActions(store, writes);
        notes = new NoteActions(writes);
    }

    static boolean own(String segment) {
        String name = AddressParser.setOf(segment);
        return name.equals("BulkDelete")
                || DedicatedMessages.owns(name)
                || FileActions.owns(name)
                || NoteActions.owns(name);
    }

    ApiResponse answer(ApiRequest request, UnitOfWork work, String segment) {
        String name = AddressParser.setOf(segment);
        if (!request.method().equals("POST")) {
            throw Refusals.methodNotAllowed(request.method(), name);
        }
        ObjectNode body = Bodies.object(request);
        if (FileActions.owns(name)) {
            return files.answer(request, work, name, body);
        }
        if (NoteActions.owns(name)) {
            return notes.answer(request, work, name, body);
        }
        if (DedicatedMessages.owns(name)) {
            return work.write(unit -> {
                messages.answer(unit, request, name, body);
                return ApiResponse.noContent();
            });
        }
        UUID job = work.write(unit -> bulkDeletes.create(unit, request, writes.newId(), writes.newId(), body));
        bulkDeletes.started(job);
        return json(
                request,
                "BulkDeleteResponse",
                JsonNodeFactory.instance.objectNode().put("JobId", job.toString()));
    }

    static ApiResponse json(ApiRequest request, String type, ObjectNode members) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#Microsoft.Dynamics.CRM." + type);
        json.setAll(members);
        return ApiResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
