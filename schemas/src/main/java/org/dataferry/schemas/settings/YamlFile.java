package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a YAML file into records. Whatever is wrong is told with file, line, column and field.
 *
 * <p>Unknown fields and repeated ones are refused: a field spelt wrongly must not fall back to a default in silence.
 */
public final class YamlFile {

    private final YAMLMapper mapper;

    public YamlFile(Module... modules) {
        this.mapper = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .addModules(modules)
                .build();
    }

    public <T> T read(Path file, Class<T> type) {
        try {
            T read = mapper.readValue(Files.readString(file), type);
            if (read == null) {
                throw new SettingsException(file + " is empty");
            }
            return read;
        } catch (NoSuchFileException missing) {
            throw new SettingsException(file + " does not exist", missing);
        } catch (JsonProcessingException wrong) {
            throw new SettingsException(file + place(wrong) + ": " + explain(wrong), wrong);
        } catch (IOException unreadable) {
            throw new SettingsException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String place(JsonProcessingException wrong) {
        JsonLocation location = wrong.getLocation();
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String explain(JsonProcessingException wrong) {
        return switch (wrong) {
            case UnrecognizedPropertyException unknown ->
                "unknown field '" + path(unknown) + "'; known here: " + names(unknown.getKnownPropertyIds());
            case ValueInstantiationException refused
            when refused.getCause() instanceof SettingsException cause -> field(refused) + cause.getMessage();
            case JsonMappingException mapping
            when mapping.getCause() instanceof SettingsException cause -> field(mapping) + cause.getMessage();
            case JsonMappingException mapping -> field(mapping) + mapping.getOriginalMessage();
            default -> wrong.getOriginalMessage();
        };
    }

    private static String field(JsonMappingException wrong) {
        String path = path(wrong);
        return path.isEmpty() ? "" : "field '" + path + "': ";
    }

    private static String path(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String names(@Nullable Collection<Object> known) {
        TreeSet<String> names = new TreeSet<>();
        if (known != null) {
            known.forEach(name -> names.add(name.toString()));
        }
        return String.join(", ", names);
    }
}
