package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.Comparator;
import java.util.List;
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
            YamlMistakes mistakes = new YamlMistakes(new YamlText(mapper, text), new FieldsOfTypes());
            mistakes.requireValues(mayBeNull);
            return read(file, text, type, mistakes);
        } catch (JsonProcessingException noYaml) {
            throw new SettingsException(file, List.of(YamlWords.syntax(noYaml)), noYaml);
        } catch (IOException unread) {
            throw new SettingsException(file + " cannot be read: " + unread.getMessage(), unread);
        }
    }

    private <T> T read(Path file, String text, Class<T> type, YamlMistakes mistakes) throws IOException {
        while (true) {
            try (JsonParser parser = without(mistakes.left(), text)) {
                T value = mapper.readValue(parser, type);
                if (mistakes.isEmpty()) {
                    return value;
                }
                throw new SettingsException(file, mistakes.all(), null);
            } catch (JsonProcessingException wrong) {
                if (!mistakes.add(wrong)) {
                    throw new SettingsException(file, mistakes.all(), wrong);
                }
            }
        }
    }

    private JsonParser without(Set<List<String>> left, String text) throws IOException {
        JsonParser parser = mapper.createParser(text);
        return left.isEmpty() ? parser : new LeavingParser(parser, left);
    }

    /**
     * A mistake that was found after the file was read, told with its place.
     *
     * @param wrong whose message begins with the path of a field
     * @param name what the message calls the field with that path in the file
     */
    public SettingsException placed(Path file, RuntimeException wrong, UnaryOperator<String> name) {
        String said = String.valueOf(wrong.getMessage());
        try {
            return new YamlText(mapper, text(file))
                    .places().stream()
                            .filter(place -> !place.field().isEmpty() && isNamed(name.apply(place.path()), said))
                            .max(Comparator.comparingInt(
                                    place -> name.apply(place.path()).length()))
                            .map(place ->
                                    new SettingsException(file, List.of(YamlMistake.at(place.at(), "", said)), wrong))
                            .orElseGet(() -> new SettingsException(file + ": " + said, wrong));
        } catch (IOException unread) {
            return new SettingsException(file + ": " + said, wrong);
        }
    }

    /** Whether a message begins with this path. */
    private static boolean isNamed(String path, String said) {
        return !path.isEmpty()
                && said.startsWith(path)
                && (said.length() == path.length() || ".: ".indexOf(said.charAt(path.length())) >= 0);
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

    private final class FieldsOfTypes implements YamlMistakes.Fields {

        @Override
        public Set<String> known(Class<?> type) {
            return names(type, any -> true);
        }

        @Override
        public Set<String> required(Class<?> type) {
            return names(type, BeanPropertyDefinition::isRequired);
        }

        private Set<String> names(Class<?> type, Predicate<BeanPropertyDefinition> which) {
            return mapper.getDeserializationConfig().introspect(mapper.constructType(type)).findProperties().stream()
                    .filter(BeanPropertyDefinition::couldDeserialize)
                    .filter(which)
                    .map(BeanPropertyDefinition::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
