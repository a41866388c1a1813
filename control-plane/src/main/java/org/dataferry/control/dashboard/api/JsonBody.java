package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dataferry.control.dashboard.http.Problem;
import org.dataferry.control.dashboard.http.Request;

/** The body of a request: one object with known fields. */
final class JsonBody {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** It is read by people, and kept for ever. */
    private static final int LONGEST_TEXT = 2_000;

    private final JsonNode fields;

    private JsonBody(JsonNode fields) {
        this.fields = fields;
    }

    /** @throws Problem if it is no object, or has fields besides the known ones */
    static JsonBody of(Request request, Set<String> known) {
        JsonNode parsed;
        try {
            parsed = JSON.readTree(request.body());
        } catch (IOException malformed) {
            throw Problem.badRequest("the body is no JSON");
        }
        if (parsed == null || !parsed.isObject()) {
            throw Problem.badRequest("the body is a JSON object with " + String.join(", ", known));
        }
        return new JsonBody(parsed).requireKnown(known);
    }

    /** A field that is an object itself; one without fields where there is none. */
    JsonBody object(String name, Set<String> known) {
        JsonNode node = fields.path(name);
        if (!node.isMissingNode() && !node.isObject()) {
            throw Problem.badRequest(name + " is an object with " + String.join(", ", known));
        }
        return new JsonBody(node).requireKnown(known);
    }

    private JsonBody requireKnown(Set<String> known) {
        List<String> unknown = new ArrayList<>();
        fields.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw Problem.badRequest("unknown field " + unknown.getFirst() + "; known here: "
                    + String.join(", ", known.stream().sorted().toList()));
        }
        return this;
    }

    /** @throws Problem if it is missing, blank, too long, or has characters that are none, such as those that steer a terminal */
    String text(String name) {
        String text = plain(name).orElse("");
        if (text.isBlank()) {
            throw Problem.badRequest(name + " is missing: say it in a few words, as others will read it");
        }
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(JsonBody::isControl)) {
            throw Problem.badRequest(
                    name + " has more than " + LONGEST_TEXT + " characters, or some that cannot be shown");
        }
        return text.strip();
    }

    /** As it is, such as a password. Empty where it is missing or null. */
    Optional<String> plain(String name) {
        JsonNode node = fields.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw Problem.badRequest(name + " is a text");
        }
        return Optional.of(node.asText());
    }

    /** As it is, for whoever knows its fields; an empty object where it is missing. */
    JsonNode node(String name) {
        JsonNode node = fields.path(name);
        return node.isMissingNode() ? JSON.createObjectNode() : node;
    }

    /** A list of texts; empty where it is missing or null. */
    List<String> texts(String name) {
        JsonNode node = fields.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        node.forEach(each -> {
            if (!each.isTextual()) {
                throw Problem.badRequest(name + " is a list of texts");
            }
            texts.add(each.asText());
        });
        if (!node.isArray() || texts.isEmpty()) {
            throw Problem.badRequest(name + " is a list of texts, at least one");
        }
        return texts;
    }

    Optional<Long> whole(String name) {
        JsonNode node = fields.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw Problem.badRequest(name + " is a whole number");
        }
        return Optional.of(node.asLong());
    }

    /** How many rows somebody was shown and agrees to; empty where nothing was shown. */
    Optional<Long> expected() {
        return whole("expected").map(shown -> {
            if (shown < 1) {
                throw Problem.badRequest("expected is the number of rows that were shown, at least 1");
            }
            return shown;
        });
    }

    Optional<Integer> wholeInt(String name) {
        return whole(name).map(number -> {
            if (number != number.intValue()) {
                throw Problem.badRequest(name + " is too large");
            }
            return number.intValue();
        });
    }

    Optional<Double> number(String name) {
        JsonNode node = fields.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isNumber()) {
            throw Problem.badRequest(name + " is a number");
        }
        return Optional.of(node.asDouble());
    }

    boolean isTrue(String name) {
        return fields.path(name).asBoolean(false);
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && character != '\n';
    }
}
