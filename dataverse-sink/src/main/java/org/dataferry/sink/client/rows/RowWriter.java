package org.dataferry.sink.client.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Done;
import org.dataferry.sink.client.protocol.EntitySet;

/**
 * Writes rows of one table, one or many per request. A bulk request on a standard table is all or nothing, and its error
 * does not say which row it is about. Within a request each row may occur once; that is checked for all but creates.
 */
public final class RowWriter {
    private final DataverseClient client;
    private final RowRequests requests;
    private final BulkRequests bulk;

    public RowWriter(DataverseClient client, RowRequests requests) {
        this.client = client;
        this.requests = requests;
        this.bulk = new BulkRequests(requests);
    }

    /** @return the new ids in the order of the bodies */
    public Answer<List<UUID>> createMultiple(EntitySet set, List<ObjectNode> bodies) throws InterruptedException {
        return Replies.createdIds(client.send(bulk.create(set, bodies)), bodies.size());
    }

    /** By GUID only: alternate keys are not supported by UpdateMultiple. A missing row refuses the whole request. */
    public Answer<Done> updateMultiple(EntitySet set, List<RowUpdate> updates) throws InterruptedException {
        return done(bulk.update(set, updates));
    }

    /** Tells neither ids nor which rows were created; find them with {@link IdentityReader} where that matters. */
    public Answer<Done> upsertMultiple(EntitySet set, List<RowUpsert> upserts) throws InterruptedException {
        return done(bulk.upsert(set, upserts));
    }

    public Answer<UUID> create(EntitySet set, ObjectNode body) throws InterruptedException {
        return Replies.createdId(client.send(requests.create(set, body)));
    }

    /** Never creates: a missing row is refused. */
    public Answer<Done> update(EntitySet set, RowAddress row, ObjectNode changes) throws InterruptedException {
        return done(requests.update(set, row, changes));
    }

    public Answer<Upserted> upsert(EntitySet set, RowAddress row, ObjectNode body) throws InterruptedException {
        return Replies.upserted(set, client.send(requests.upsert(set, row, body)));
    }

    public Answer<Done> delete(EntitySet set, RowAddress row) throws InterruptedException {
        return done(requests.delete(set, row));
    }

    private Answer<Done> done(DataverseRequest request) throws InterruptedException {
        return client.send(request).map(reply -> Done.DONE);
    }
}
