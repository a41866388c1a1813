package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Labels in one language, English: how they are read from and written to JSON. */
final class Labels {
    private static final int ENGLISH = 1033;

    private Labels() {}

    static ObjectNode json(@Nullable String text) {
        ObjectNode label = JsonNodeFactory.instance.objectNode();
        var localized = label.putArray("LocalizedLabels");
        if (text == null) {
            label.putNull("UserLocalizedLabel");
        } else {
            localized.add(localized(text));
            label.set("UserLocalizedLabel", localized(text));
        }
        return label;
    }

    static String text(JsonNode definition, String property, String fallback) {
        JsonNode label = definition.path(property);
        String text = label.path("LocalizedLabels").path(0).path("Label").asText("");
        if (text.isEmpty()) {
            text = label.path("UserLocalizedLabel").path("Label").asText("");
        }
        return text.isEmpty() ? fallback : text;
    }

    private static ObjectNode localized(String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Label", text)
                .put("LanguageCode", ENGLISH)
                .put("IsManaged", false)
                .putNull("MetadataId")
                .putNull("HasChanged");
    }
}
