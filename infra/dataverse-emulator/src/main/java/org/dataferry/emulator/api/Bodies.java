package org.dataferry.emulator.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;

/** JSON bodies; decimals keep their digits. */
final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.defaults())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Bodies() {}

    static ObjectNode object(ApiRequest request) {
        String type = request.headers().getOrDefault("Content-Type", "");
        if (request.body().length > 0 && !type.startsWith("application/json")) {
            throw Refusals.badRequest("A body needs the header Content-Type: application/json, not '" + type + "'.");
        }
        try {
            JsonNode json = JSON.readTree(request.body());
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw Refusals.badPayload(
                    "Error identified in Payload provided by the user: invalid JSON. " + e.getMessage());
        }
        throw Refusals.badPayload("The body must be a JSON object.");
    }
}
