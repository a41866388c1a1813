package org.dataferry.sink.client.rows;

import static org.dataferry.sink.client.protocol.DataverseRequest.Method.PATCH;
import static org.dataferry.sink.client.protocol.DataverseRequest.Method.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Operation;

/** Makes the requests that concern one row; they can be sent alone or as parts of a batch. */
public final class RowRequests {
    /** Asks for the details of an error: which key value was taken, among others. */
    static final String ANNOTATIONS = "odata.include-annotations=\"*\"";

    private static final String REPRESENTATION = "return=representation," + ANNOTATIONS;

    private final Map<String, Map<String, String>> writeHeaders;

    /**
     * @param writeHeaders by table or relationship, for each of its writes, such as {@code MSCRM.BypassBusinessLogicExecution};
     *     tables by logical name
     */
    public RowRequests(Map<String, Map<String, String>> writeHeaders) {
        this.writeHeaders = Map.copyOf(writeHeaders);
    }

    public DataverseRequest create(EntitySet set, ObjectNode body) {
        return write(set, DataverseRequest.json(Operation.CREATE, POST, set.name(), Json.write(body)));
    }

    /** Never creates: a missing row is refused. */
    public DataverseRequest update(EntitySet set, RowAddress row, ObjectNode changes) {
        return write(
                        set,
                        DataverseRequest.json(Operation.UPDATE, PATCH, row.url(set), Json.write(without(row, changes))))
                .withHeader("If-Match", RowVersion.ANY);
    }

    /**
     * Never creates, and asks for the version that the row has then.
     *
     * @param rowVersion that it must have before; with another it is refused with the kind CONCURRENCY
     */
    public DataverseRequest update(EntitySet set, RowAddress row, ObjectNode changes, String rowVersion) {
        String path = row.url(set) + "?$select=" + set.idColumn();
        return write(set, DataverseRequest.json(Operation.UPDATE, PATCH, path, Json.write(without(row, changes))))
                .withHeader("If-Match", rowVersion)
                .withHeader("Prefer", REPRESENTATION);
    }

    /** Creates or updates, and asks which it was and under which id. */
    public DataverseRequest upsert(EntitySet set, RowAddress row, ObjectNode body) {
        String path = row.url(set) + "?$select=" + set.idColumn();
        return write(set, DataverseRequest.json(Operation.UPSERT, PATCH, path, Json.write(without(row, body))))
                .withHeader("Prefer", REPRESENTATION);
    }

    public DataverseRequest delete(EntitySet set, RowAddress row) {
        return write(set, DataverseRequest.delete(Operation.DELETE, row.url(set)));
    }

    /** @param rowVersion that the row must have; with another it is refused with the kind CONCURRENCY */
    public DataverseRequest delete(EntitySet set, RowAddress row, String rowVersion) {
        return delete(set, row).withHeader("If-Match", rowVersion);
    }

    /**
     * Adds a row to a collection of another. Not idempotent: a row that is in it is refused as a duplicate.
     *
     * @param relationship that links them
     * @param collection the navigation property that leads to it
     * @param other the URL of the row to add, absolute or relative to the API root
     */
    public DataverseRequest associate(String relationship, EntitySet set, UUID id, String collection, String other) {
        String path = set.url(id) + "/" + collection + "/$ref";
        String body = Json.write(Json.object().put("@odata.id", other));
        return write(relationship, DataverseRequest.json(Operation.UPDATE, POST, path, body));
    }

    /** Takes a row out of a collection of another; that it is not in it is refused with the kind MISSING_ROW. */
    public DataverseRequest disassociate(String relationship, EntitySet set, UUID id, String collection, UUID other) {
        return write(
                relationship,
                DataverseRequest.delete(Operation.UPDATE, set.url(id) + "/" + collection + "(" + other + ")/$ref"));
    }

    public DataverseRequest get(EntitySet set, RowAddress row, List<String> columns) {
        return DataverseRequest.get(Operation.READ, row.url(set) + "?$select=" + String.join(",", columns))
                .withRows(1);
    }

    DataverseRequest write(EntitySet set, DataverseRequest request) {
        return write(set.logicalName(), request);
    }

    private DataverseRequest write(String written, DataverseRequest request) {
        return request.withHeader("Prefer", ANNOTATIONS).withHeaders(writeHeaders.getOrDefault(written, Map.of()));
    }

    /** On a create Dataverse takes key values from the address; in the body they would win, or be refused in bulk. */
    static ObjectNode without(RowAddress row, ObjectNode body) {
        return row.columns().stream().noneMatch(body::has)
                ? body
                : body.deepCopy().without(row.columns());
    }
}
