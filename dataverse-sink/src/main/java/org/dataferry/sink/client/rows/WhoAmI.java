package org.dataferry.sink.client.rows;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseException;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;

/**
 * Who the server takes us for.
 *
 * @param recommendedConcurrency the header {@code x-ms-dop-hint}, if it came
 */
public record WhoAmI(UUID userId, UUID businessUnitId, UUID organizationId, OptionalInt recommendedConcurrency) {
    public static Answer<WhoAmI> ask(DataverseClient client) throws InterruptedException {
        return client.send(request()).map(WhoAmI::of);
    }

    /** @param deadline after which it is not asked again */
    public static Answer<WhoAmI> ask(DataverseClient client, Instant deadline) throws InterruptedException {
        return client.send(request().withDeadline(deadline)).map(WhoAmI::of);
    }

    private static DataverseRequest request() {
        return DataverseRequest.get(Operation.WHO_AM_I, "WhoAmI");
    }

    private static WhoAmI of(Reply reply) {
        JsonNode json = reply.json();
        OptionalInt hint =
                reply.header("x-ms-dop-hint").map(String::strip).filter(text -> text.matches("\\d{1,4}")).stream()
                        .mapToInt(Integer::parseInt)
                        .findFirst();
        return new WhoAmI(id(json, "UserId"), id(json, "BusinessUnitId"), id(json, "OrganizationId"), hint);
    }

    private static UUID id(JsonNode json, String member) {
        return Replies.id(json.path(member))
                .orElseThrow(() -> new DataverseException("The answer to WhoAmI has no " + member));
    }
}
