package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.error.Refusals;

/** The list of texts that the query functions take, as JSON with quotes of either kind. */
final class PropertyValues {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private PropertyValues() {}

    static List<Object> read(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (!node.isArray()) {
                throw Refusals.badQuery("PropertyValues must be a list of texts, such as [\"a\",\"b\"].");
            }
            List<Object> values = new ArrayList<>();
            node.forEach(value -> values.add(value.asText()));
            return values;
        } catch (JsonProcessingException e) {
            throw Refusals.badQuery(
                    "PropertyValues must be a list of texts, such as [\"a\",\"b\"]; found " + json + ".");
        }
    }
}
