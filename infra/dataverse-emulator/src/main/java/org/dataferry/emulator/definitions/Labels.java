package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataferry.emulator.metadata.Label;

/** How labels are read from and written to JSON. Source: Microsoft's reference of Label and LocalizedLabel. */
final class Labels {
    private Labels() {}

    static ObjectNode json(Label label) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var localized = json.putArray("LocalizedLabels");
        label.texts().forEach((language, text) -> localized.add(localized(language, text)));
        if (label.texts().isEmpty()) {
            json.putNull("UserLocalizedLabel");
        } else {
            int language = label.texts().containsKey(Label.ENGLISH)
                    ? Label.ENGLISH
                    : label.texts().firstKey();
            json.set("UserLocalizedLabel", localized(language, label.text()));
        }
        return json;
    }

    /** The label of that name; the fallback in English where it has no text. */
    static Label of(JsonNode definition, String property, String fallback) {
        Label label = of(definition, property);
        return label.texts().isEmpty() ? Label.of(fallback) : label;
    }

    /** The label of that name; without texts where the definition has none. */
    static Label of(JsonNode definition, String property) {
        JsonNode label = definition.path(property);
        SortedMap<Integer, String> texts = new TreeMap<>();
        label.path("LocalizedLabels").forEach(localized -> add(localized, texts));
        if (texts.isEmpty()) {
            add(label.path("UserLocalizedLabel"), texts);
        }
        return new Label(texts);
    }

    private static void add(JsonNode localized, SortedMap<Integer, String> texts) {
        String text = localized.path("Label").asText("");
        if (!text.isEmpty()) {
            texts.put(localized.path("LanguageCode").asInt(Label.ENGLISH), text);
        }
    }

    private static ObjectNode localized(int language, String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Label", text)
                .put("LanguageCode", language)
                .put("IsManaged", false)
                .putNull("MetadataId")
                .putNull("HasChanged");
    }
}
