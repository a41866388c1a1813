package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Reads a YAML file into records. Whatever is wrong is told with file, line, column and field.
 *
 * <p>Unknown fields and repeated ones are refused: a field spelt wrongly must not fall back to a default in silence. So
 * is a field without a value, as it looks like one that was meant to have one.
 */
public final class YamlFile {

    private final YAMLMapper mapper;

    public YamlFile(Module... modules) {
        this.mapper = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModules(modules)
                .build();
    }

    public <T> T read(Path file, Class<T> type) {
        return read(file, type, path -> false);
    }

    /** @param mayBeNull takes the path of a field, {@code a.b.c}, that says {@code null} and means it */
    public <T> T read(Path file, Class<T> type, Predicate<String> mayBeNull) {
        return read(file, text(file), type, mayBeNull);
    }

    /** @param file what the text is called in messages */
    public <T> T read(Path file, String text, Class<T> type, Predicate<String> mayBeNull) {
        try {
            if (mapper.readTree(text).isEmpty()) {
                throw new SettingsException(file + " is empty");
            }
            requireValues(file, text, mayBeNull);
            return mapper.readValue(text, type);
        } catch (JsonProcessingException wrong) {
            throw new SettingsException(file + explain(wrong, text), wrong);
        } catch (IOException unread) {
            throw new SettingsException(file + " cannot be read: " + unread.getMessage(), unread);
        }
    }

    /**
     * A mistake that was found after the file was read, told with its place.
     *
     * @param wrong whose message begins with the path of a field
     * @param name what the message calls the field with that path in the file
     */
    public SettingsException placed(Path file, RuntimeException wrong, UnaryOperator<String> name) {
        String said = String.valueOf(wrong.getMessage());
        String found = "";
        JsonLocation at = null;
        try (JsonParser parser = mapper.createParser(text(file))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String path = token == JsonToken.FIELD_NAME ? name.apply(YamlMistake.path(parser)) : "";
                boolean isNamed = said.startsWith(path)
                        && (said.length() == path.length() || ".: ".indexOf(said.charAt(path.length())) >= 0);
                if (path.length() > found.length() && isNamed) {
                    found = path;
                    at = parser.currentTokenLocation();
                }
            }
        } catch (IOException unread) {
            return new SettingsException(file + ": " + said, wrong);
        }
        return new SettingsException(file + (at == null ? "" : YamlMistake.place(at)) + ": " + said, wrong);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new SettingsException(file + " does not exist", missing);
        } catch (CharacterCodingException notUtf8) {
            throw new SettingsException(file + " is not a UTF-8 text", notUtf8);
        } catch (IOException unreadable) {
            throw new SettingsException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private String explain(JsonProcessingException wrong, String text) {
        try (JsonParser again = mapper.createParser(text)) {
            return YamlMistake.explain(wrong, again, this::known);
        } catch (IOException unread) {
            return ": " + unread.getMessage();
        }
    }

    /** The fields that a type is made of. */
    private Set<String> known(Class<?> type) {
        return mapper.getDeserializationConfig().introspect(mapper.constructType(type)).findProperties().stream()
                .map(BeanPropertyDefinition::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Looked for in the text, as a record cannot tell a field without a value from one that is not there. */
    private void requireValues(Path file, String text, Predicate<String> mayBeNull) throws IOException {
        try (JsonParser parser = mapper.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean withoutValue = token == JsonToken.VALUE_NULL
                        ? isBlank(parser) || !mayBeNull.test(YamlMistake.path(parser))
                        : token == JsonToken.VALUE_STRING && isBlank(parser);
                if (withoutValue) {
                    throw new SettingsException(file + YamlMistake.withoutValue(parser));
                }
            }
        }
    }

    /** Nothing at all, in contrast to a pair of quotes with nothing in it, which is an empty text. */
    private static boolean isBlank(JsonParser parser) {
        return parser.currentTokenLocation().getCharOffset()
                == parser.currentLocation().getCharOffset();
    }
}
