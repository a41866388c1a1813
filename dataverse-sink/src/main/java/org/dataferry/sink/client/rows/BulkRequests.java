package org.dataferry.sink.client.rows;

import static org.dataferry.sink.client.protocol.DataverseRequest.Method.POST;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Operation;

/** Makes the bulk requests: many rows of one table, all or nothing on standard tables. */
final class BulkRequests {
    private final RowRequests requests;

    BulkRequests(RowRequests requests) {
        this.requests = requests;
    }

    DataverseRequest create(EntitySet set, List<ObjectNode> bodies) {
        return request(
                Operation.CREATE_MULTIPLE, "CreateMultiple", set, bodies, (json, body) -> Json.fields(body, json));
    }

    DataverseRequest update(EntitySet set, List<RowUpdate> updates) {
        requireDistinct(set, updates.stream().map(RowUpdate::id).toList());
        return request(Operation.UPDATE_MULTIPLE, "UpdateMultiple", set, updates, (json, update) -> {
            Json.fields(update.changes(), json);
            json.writeStringField(set.idColumn(), update.id().toString());
        });
    }

    DataverseRequest upsert(EntitySet set, List<RowUpsert> upserts) {
        requireDistinct(set, upserts.stream().map(RowUpsert::row).toList());
        return request(Operation.UPSERT_MULTIPLE, "UpsertMultiple", set, upserts, (json, upsert) -> {
            ObjectNode body = RowRequests.without(upsert.row(), upsert.body());
            switch (upsert.row()) {
                case RowAddress.ById(var id) -> {
                    Json.fields(body, json);
                    json.writeStringField(set.idColumn(), id.toString());
                }
                case RowAddress.ByKey key -> {
                    json.writeStringField("@odata.id", key.reference(set));
                    Json.fields(body, json);
                }
            }
        });
    }

    /** Writes the fields of one target. */
    private interface Target<T> {
        void write(JsonGenerator json, T row) throws IOException;
    }

    /** Straight into text: a tree of a thousand rows would be made only to be written. */
    private <T> DataverseRequest request(
            Operation operation, String action, EntitySet set, List<T> rows, Target<T> target) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("%s of %s without a single row".formatted(action, set.name()));
        }
        String body = Json.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("Targets");
            for (T row : rows) {
                json.writeStartObject();
                json.writeStringField("@odata.type", set.odataType());
                target.write(json, row);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        String path = set.name() + "/Microsoft.Dynamics.CRM." + action;
        return requests.write(set, DataverseRequest.json(operation, POST, path, body))
                .withRows(rows.size());
    }

    /** The same row twice: an update would silently ignore the second, an upsert would fail as a whole. */
    private static void requireDistinct(EntitySet set, List<?> rows) {
        Set<Object> seen = new HashSet<>();
        rows.forEach(row -> {
            if (!seen.add(row)) {
                throw new IllegalArgumentException(
                        "One request holds the row %s of %s twice".formatted(row, set.name()));
            }
        });
    }
}
