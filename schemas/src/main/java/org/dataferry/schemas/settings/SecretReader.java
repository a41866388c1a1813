package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.schemas.secret.Secret;

/** Secrets by name: {@code {env: NAME}} or {@code {file: PATH}}, the path relative to the migration's folder. */
final class SecretReader extends StdDeserializer<Secret> {

    private static final String FORM = "a secret is {env: NAME} or {file: PATH}";

    private final transient Path directory;

    SecretReader(Path directory) {
        super(Secret.class);
        this.directory = directory;
    }

    @Override
    public Secret deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode node = parser.readValueAsTree();
        if (node.isTextual()) {
            throw JsonMappingException.from(parser, "a secret must not stand in the file itself; " + FORM);
        }
        if (node.size() == 1 && node.path("env").isTextual()) {
            String name = node.path("env").asText();
            String value = System.getenv(name);
            if (value == null) {
                throw JsonMappingException.from(parser, "the environment variable " + name + " is not set");
            }
            return new Secret(value);
        }
        if (node.size() == 1 && node.path("file").isTextual()) {
            Path file = directory.resolve(node.path("file").asText());
            if (!Files.isReadable(file)) {
                throw JsonMappingException.from(parser, "the secret's file " + file + " cannot be read");
            }
            return new Secret(Files.readString(file).strip());
        }
        throw JsonMappingException.from(parser, FORM);
    }
}
