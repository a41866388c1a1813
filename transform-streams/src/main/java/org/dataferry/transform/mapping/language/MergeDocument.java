package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * Which rows merge into one.
 *
 * @param rule its name, part of the ids of the merged rows
 * @param key what rows have in common that merge; never empty
 * @param prefer source tables whose values come first, {@code schema.table}; empty if it is not said
 */
public record MergeDocument(String rule, List<KeyPart> key, List<String> prefer) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    @JsonCreator
    static MergeDocument of(
            @JsonProperty("rule") @Nullable String rule,
            @JsonProperty("key") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<KeyPart> key,
            @JsonProperty("prefer") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> prefer,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, "key, prefer, rule");
        if (key == null || key.isEmpty()) {
            throw new SettingsException(
                    "'key' is missing or empty; name what rows have in common that merge, such as key: [emailaddress1]");
        }
        String name = RequiredField.of("rule", rule);
        if (!NAME.matcher(name).matches()) {
            throw new SettingsException("'" + name
                    + "' is not the name of a rule: it has lower-case letters, digits, _ and" + " -, such as by-email");
        }
        return new MergeDocument(name, key, prefer == null ? List.of() : prefer);
    }

    public MergeDocument {
        key = List.copyOf(key);
        prefer = List.copyOf(prefer);
    }

    /** A part of what rows have in common. */
    public sealed interface KeyPart {

        /** The value of a mapped column of the target. */
        record MappedColumn(String name) implements KeyPart {}

        record Expression(String cel) implements KeyPart {}

        /** A bare text is the name of a mapped column. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static KeyPart of(String column) {
            return new MappedColumn(RequiredField.of("key", column));
        }

        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        static KeyPart of(
                @JsonProperty("cel") @Nullable String cel, @JsonAnySetter @Nullable Map<String, Object> unknown) {
            UnknownFields.refuse(unknown, "cel");
            return new Expression(RequiredField.of("cel", cel));
        }
    }
}
