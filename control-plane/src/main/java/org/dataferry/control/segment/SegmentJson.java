package org.dataferry.control.segment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.dataferry.schemas.settings.SettingsException;

/** A segment as a JSON object; its schema is {@code segment.schema.json}. */
public final class SegmentJson {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Set<String> FIELDS = Set.of(
            "entities",
            "tables",
            "keys",
            "changedFrom",
            "changedTo",
            "outcomes",
            "errorReasons",
            "errorKinds",
            "recordedFrom",
            "recordedTo",
            "mappingVersion",
            "positionFrom",
            "positionTo",
            "offsets",
            "dependants",
            "waived");

    private final JsonNode fields;

    private SegmentJson(JsonNode fields) {
        this.fields = fields;
    }

    /** What is not asked is left out. {@link #read(JsonNode)} reads it back. */
    public static ObjectNode write(Segment segment) {
        ObjectNode json = JSON.createObjectNode();
        WriteCriteria writes = segment.writes();
        put(json, "entities", segment.entities());
        put(json, "tables", segment.tables());
        put(json, "keys", segment.keys());
        put(json, "changedFrom", segment.changed().from());
        put(json, "changedTo", segment.changed().to());
        put(json, "outcomes", writes.outcomes());
        put(json, "errorReasons", writes.reasons());
        put(json, "errorKinds", writes.kinds());
        put(json, "recordedFrom", writes.recorded().from());
        put(json, "recordedTo", writes.recorded().to());
        put(json, "mappingVersion", writes.mappingVersion());
        put(json, "positionFrom", writes.positions().from().map(position -> position.text()));
        put(json, "positionTo", writes.positions().to().map(position -> position.text()));
        put(json, "offsets", writes.offsets().map(OffsetRange::text));
        if (segment.dependants()) {
            json.put("dependants", true);
        }
        if (segment.waived()) {
            json.put("waived", true);
        }
        return json;
    }

    /** @throws SettingsException if it is no segment; the message names the field */
    public static Segment read(String text) {
        try {
            return read(JSON.readTree(text));
        } catch (JsonProcessingException malformed) {
            throw new SettingsException("it is no JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /** @throws SettingsException if it is no segment; the message names the field */
    public static Segment read(JsonNode json) {
        if (!json.isObject()) {
            throw new SettingsException("a segment is an object with some of the fields " + String.join(", ", FIELDS));
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new SettingsException("unknown field " + name + "; a segment has " + String.join(", ", FIELDS));
            }
        });
        return new SegmentJson(json).segment();
    }

    private Segment segment() {
        return new Segment(
                all("entities", (name, text) -> text),
                all("tables", (name, text) -> text),
                all("keys", (name, text) -> text),
                span("changed"),
                new WriteCriteria(
                        all("outcomes", SegmentText::outcome),
                        all("errorReasons", SegmentText::reason),
                        all("errorKinds", SegmentText::kind),
                        span("recorded"),
                        one("mappingVersion", (name, text) -> text),
                        new PositionRange(
                                one("positionFrom", SegmentText::position), one("positionTo", SegmentText::position)),
                        one("offsets", (name, text) -> OffsetRange.parse(text))),
                isTrue("dependants"),
                isTrue("waived"));
    }

    private Span span(String name) {
        return new Span(one(name + "From", SegmentText::moment), one(name + "To", SegmentText::moment));
    }

    private boolean isTrue(String name) {
        JsonNode node = fields.path(name);
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw new SettingsException(name + " is " + node + ", expected true or false");
        }
        return node.asBoolean(false);
    }

    private <T> Optional<T> one(String name, BiFunction<String, String, T> read) {
        JsonNode node = fields.path(name);
        return node.isMissingNode() ? Optional.empty() : Optional.of(read.apply(name, text(name, node)));
    }

    private <T> Set<T> all(String name, BiFunction<String, String, T> read) {
        JsonNode node = fields.path(name);
        if (!node.isMissingNode() && !node.isArray()) {
            throw new SettingsException(name + " is " + node + ", expected a list of texts");
        }
        Set<T> values = new LinkedHashSet<>();
        node.forEach(each -> values.add(read.apply(name, text(name, each))));
        return values;
    }

    private static String text(String name, JsonNode node) {
        if (!node.isTextual() || node.asText().isBlank()) {
            throw new SettingsException(name + " has " + node + ", expected a text");
        }
        return node.asText();
    }

    private static void put(ObjectNode json, String name, Collection<?> values) {
        if (!values.isEmpty()) {
            values.stream().map(String::valueOf).sorted().forEach(json.withArray("/" + name)::add);
        }
    }

    private static void put(ObjectNode json, String name, Optional<?> value) {
        value.ifPresent(one -> json.put(name, String.valueOf(one)));
    }
}
