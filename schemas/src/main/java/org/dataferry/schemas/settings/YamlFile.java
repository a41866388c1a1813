package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
                        .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL))
                .addModules(modules)
                .build();
    }

    public <T> T read(Path file, Class<T> type) {
        try {
            String text = Files.readString(file);
            if (mapper.readTree(text).isEmpty()) {
                throw new SettingsException(file + " is empty");
            }
            return mapper.readValue(text, type);
        } catch (NoSuchFileException missing) {
            throw new SettingsException(file + " does not exist", missing);
        } catch (CharacterCodingException notUtf8) {
            throw new SettingsException(file + " is not a UTF-8 text", notUtf8);
        } catch (JsonProcessingException wrong) {
            throw new SettingsException(file + YamlMistake.explain(wrong), wrong);
        } catch (IOException unreadable) {
            throw new SettingsException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
