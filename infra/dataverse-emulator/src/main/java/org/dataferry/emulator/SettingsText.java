package org.dataferry.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.settings.DurationText;

/**
 * Settings in YAML or JSON, laid over others: a section changes only what it names, a list is replaced, a name that is no setting is an error.
 * To write a section that has {@code enabled} is to switch it on, unless it says otherwise.
 */
final class SettingsText {
    private static final String ENABLED = "enabled";
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new SimpleModule()
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addSerializer(Duration.class, new DurationWriter())
                    .addDeserializer(Duration.class, new DurationReader()))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private final String origin;
    private final String text;
    private final ObjectNode changes;

    private SettingsText(String origin, String text) {
        this.origin = origin;
        this.text = text;
        try {
            JsonNode tree = YAML.readTree(text);
            if (tree.isMissingNode() || tree.isNull()) {
                changes = YAML.createObjectNode();
            } else if (tree instanceof ObjectNode object) {
                changes = object;
            } else {
                throw new EmulatorException(origin + ": must have names and values, such as timeScale: 10");
            }
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new EmulatorException(
                    origin + ": " + line
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /** @throws EmulatorException if the text is not YAML */
    static SettingsText parse(String yaml) {
        return new SettingsText("settings", yaml);
    }

    /** One setting of a section. */
    static SettingsText of(String section, String name, Object value) {
        ObjectNode changes = JSON.createObjectNode();
        changes.putObject(section).set(name, JSON.valueToTree(value));
        return new SettingsText("settings", changes.toString());
    }

    /** @throws EmulatorException naming the file and the line that is wrong */
    static SettingsText read(Path file) {
        try {
            return new SettingsText("settings " + file, Files.readString(file));
        } catch (IOException e) {
            throw new EmulatorException("Cannot read the settings " + file + ": " + e, e);
        }
    }

    /** @throws EmulatorException naming the setting that is wrong, and what would be right */
    EmulatorSettings over(EmulatorSettings base) {
        ObjectNode merged = json(base);
        lay(changes, merged, "");
        try {
            return JSON.treeToValue(merged, EmulatorSettings.class);
        } catch (JsonProcessingException e) {
            throw new SettingsProblem(e).at(origin, text);
        }
    }

    static ObjectNode json(EmulatorSettings settings) {
        return JSON.valueToTree(settings);
    }

    private void lay(ObjectNode changes, ObjectNode onto, String path) {
        if (onto.has(ENABLED) && !changes.has(ENABLED)) {
            onto.put(ENABLED, true);
        }
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                throw new EmulatorException(origin + ": " + path + change.getKey() + " needs a value, or leave it out");
            }
            if (change.getValue() instanceof ObjectNode part
                    && onto.get(change.getKey()) instanceof ObjectNode existing) {
                lay(part, existing, path + change.getKey() + ".");
            } else {
                onto.set(change.getKey(), change.getValue());
            }
        }
    }

    private static final class DurationWriter extends StdScalarSerializer<Duration> {
        private static final long serialVersionUID = 1;

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(DurationText.format(value));
        }
    }

    private static final class DurationReader extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return DurationText.parse(json.getText());
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(json.getText(), Duration.class, String.valueOf(e.getMessage()));
            }
        }
    }
}
