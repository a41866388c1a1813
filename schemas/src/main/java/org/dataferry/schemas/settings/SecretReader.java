package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dataferry.schemas.secret.Secret;
import org.jspecify.annotations.Nullable;

/** Secrets by name: {@code {env: NAME}} or {@code {file: PATH}}, the path relative to the migration's folder. */
final class SecretReader extends StdDeserializer<Secret> {

    private static final String FORM = "a secret is {env: NAME} or {file: PATH}";

    private final transient Path directory;
    private final transient Map<String, String> environment;

    SecretReader(Path directory, Map<String, String> environment) {
        super(Secret.class);
        this.directory = directory;
        this.environment = environment;
    }

    @Override
    public Secret deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonLocation place = parser.currentTokenLocation();
        JsonNode node = context.readTree(parser);
        if (node.isValueNode()) {
            throw wrong(parser, "a secret must not stand in the file itself; " + FORM, place);
        }
        if (node.size() == 1 && node.path("env").isTextual()) {
            String name = node.path("env").asText();
            return secret(environment.get(name), "the environment variable " + name, parser, place);
        }
        if (node.size() == 1 && node.path("file").isTextual()) {
            Path file = directory.resolve(node.path("file").asText());
            return secret(text(file), "the secret's file " + file, parser, place);
        }
        throw wrong(parser, FORM, place);
    }

    /** A pipe would be read once, and a file with several mistakes is read as often. */
    private static @Nullable String text(Path file) {
        try {
            return !Files.isRegularFile(file) ? null : Files.readString(file).strip();
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** An empty secret is nearly always a mistake in the script that sets it, and would show as a refused login. */
    private static Secret secret(@Nullable String text, String where, JsonParser parser, JsonLocation place)
            throws JsonMappingException {
        if (text == null) {
            throw wrong(parser, where + " does not exist or cannot be read", place);
        }
        if (text.isEmpty()) {
            throw wrong(parser, where + " is empty", place);
        }
        return new Secret(text);
    }

    private static JsonMappingException wrong(JsonParser parser, String message, JsonLocation place) {
        return new JsonMappingException(parser, message, place);
    }
}
