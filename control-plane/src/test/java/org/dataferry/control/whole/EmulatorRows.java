package org.dataferry.control.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dataferry.control.soak.invariant.TargetReader;
import org.dataferry.control.soak.invariant.TargetRows;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.loop.SimulatedDataverse;

/** Reads the emulator's rows by requests of its own making. */
record EmulatorRows(SimulatedDataverse dataverse, String keyColumn) implements TargetReader {

    @Override
    public List<Map<String, String>> rows(String entitySet, List<String> columns) {
        List<Map<String, String>> rows = new ArrayList<>();
        JsonNode page = read(entitySet + "?$select=" + String.join(",", columns));
        page.path("value").forEach(row -> rows.add(TargetRows.texts(row, columns)));
        if (page.has("@odata.nextLink")) {
            throw new IllegalStateException("a simulated table has more than one page: " + entitySet);
        }
        return rows;
    }

    private JsonNode read(String path) {
        Reply reply = dataverse.reply(DataverseRequest.get(Operation.READ, path));
        if (!reply.succeeded()) {
            throw new IllegalStateException("the emulator does not answer " + path + ": " + reply);
        }
        return reply.json();
    }

    /** Somebody deletes a row by hand. */
    void delete(String entitySet, String id) {
        dataverse.reply(DataverseRequest.delete(Operation.DELETE, entitySet + "(" + id + ")"));
    }
}
