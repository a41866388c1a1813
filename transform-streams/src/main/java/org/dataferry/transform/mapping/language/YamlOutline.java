package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a record tree forgets of a YAML text.
 *
 * @param lines the line of each field, by its path in the form {@code columns.lastname.cel}
 * @param canonical the content without comments, layout and order of fields
 */
record YamlOutline(Map<String, Integer> lines, String canonical) {

    private static final YAMLFactory FACTORY = new YAMLFactory();
    private static final YAMLMapper READER = YAMLMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final JsonMapper WRITER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    YamlOutline {
        lines = Map.copyOf(lines);
    }

    static YamlOutline of(String yaml) throws IOException {
        return new YamlOutline(lines(yaml), WRITER.writeValueAsString(READER.readValue(yaml, Object.class)));
    }

    private static Map<String, Integer> lines(String yaml) throws IOException {
        Map<String, Integer> lines = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String pointer = parser.getParsingContext().pathAsPointer().toString();
                    lines.put(
                            pointer.substring(1).replace('/', '.'),
                            parser.currentTokenLocation().getLineNr());
                }
            }
        }
        return lines;
    }
}
