package org.dataferry.sink.client.rows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Reply;

/**
 * The ETag of a row, which is another after each change of the row (Microsoft, "Perform conditional operations using the
 * Web API"). Kept as it came: it is to be sent back, and says nothing else.
 */
public final class RowVersion {

    /** In {@code If-Match}, whatever version the row has. */
    public static final String ANY = "*";

    private RowVersion() {}

    /** Of a row as it was read. */
    public static Optional<String> of(JsonNode row) {
        return Optional.of(row.path("@odata.etag").asText("")).filter(etag -> !etag.isEmpty());
    }

    /** Of the row that a reply represents; empty if it represents none. */
    public static Optional<String> of(Reply reply) {
        return reply.header("ETag").or(() -> Json.parse(reply.body()).flatMap(RowVersion::of));
    }
}
