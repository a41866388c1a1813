package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * Which row another one names: the one that a mapping of this migration makes of the source row with this key.
 *
 * @param to the logical name of its entity
 * @param from its source table, {@code schema.table}; null where exactly one mapping makes that entity
 * @param by source columns of the naming row, in the order of the primary key of {@code from}
 * @param discriminator that of the mapping which makes the named row; null if it is not said
 */
public record ParentDocument(
        String to,
        @Nullable String from,
        List<String> by,
        @Nullable String discriminator) {

    static final String FIELDS = "by, discriminator, from, to";

    @JsonCreator
    static ParentDocument of(
            @JsonProperty("to") @Nullable String to,
            @JsonProperty("from") @Nullable String from,
            @JsonProperty("by") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> by,
            @JsonProperty("discriminator") @Nullable String discriminator,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, FIELDS);
        return new ParentDocument(RequiredField.of("to", to), from, columns(by), discriminator);
    }

    public ParentDocument {
        by = List.copyOf(by);
    }

    static List<String> columns(@Nullable List<String> by) {
        if (by == null || by.isEmpty() || by.stream().anyMatch(String::isBlank)) {
            throw new SettingsException(
                    "'by' is missing or empty; name the source columns that hold the key of the row, such as by:"
                            + " [customer_id]");
        }
        return by;
    }
}
