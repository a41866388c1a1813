package org.dataferry.emulator.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Consumer;
import org.dataferry.emulator.error.Refusal;
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
        requireJson(request);
        try {
            JsonNode json = JSON.readTree(request.body());
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException | NumberFormatException e) {
            throw invalid(e);
        }
        throw Refusals.badPayload("The body must be a JSON object.");
    }

    /** Hands over the members of the list {@code Targets} one by one, so that never all of them are there as JSON. */
    static void targets(ApiRequest request, Consumer<JsonNode> each) {
        requireJson(request);
        boolean found = false;
        try (JsonParser body = JSON.createParser(request.body())) {
            if (body.nextToken() != JsonToken.START_OBJECT) {
                throw Refusals.badPayload("The body must be a JSON object.");
            }
            while (body.nextToken() == JsonToken.FIELD_NAME) {
                boolean targets = body.currentName().equals("Targets");
                if (body.nextToken() == JsonToken.START_ARRAY && targets) {
                    found = true;
                    while (body.nextToken() != JsonToken.END_ARRAY) {
                        each.accept(member(body));
                    }
                } else {
                    body.skipChildren();
                }
            }
        } catch (IOException e) {
            throw invalid(e);
        }
        if (!found) {
            throw Refusals.badPayload("The parameter 'Targets' is missing or is not a list.");
        }
    }

    private static JsonNode member(JsonParser body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (NumberFormatException e) {
            throw invalid(e);
        }
    }

    private static void requireJson(ApiRequest request) {
        String type = request.headers().getOrDefault("Content-Type", "");
        if (request.body().length > 0 && !type.startsWith("application/json")) {
            throw Refusals.badRequest("A body needs the header Content-Type: application/json, not '" + type + "'.");
        }
    }

    /** Of a number beyond all bounds, such as 1e999999999999, Java says so by another exception than of other wrong JSON. */
    private static Refusal invalid(Exception wrong) {
        return Refusals.badPayload(
                "Error identified in Payload provided by the user: invalid JSON. " + wrong.getMessage());
    }
}
