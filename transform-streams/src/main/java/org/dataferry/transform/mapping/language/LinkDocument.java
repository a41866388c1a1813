package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * How rows of one source table become links of an N:N relationship.
 *
 * @param relationship the schema name of the relationship
 * @param from the source table, {@code schema.table}
 * @param filter a CEL expression of type bool; rows for which it is false link nothing
 * @param create whether {@code prepare} makes the relationship if it is missing
 */
public record LinkDocument(
        String relationship,
        String from,
        @Nullable String filter,
        ParentDocument first,
        ParentDocument second,
        boolean create)
        implements MappingDocument {

    /** The field that tells a link file from one of an entity. */
    public static final String MARK = "relationship";

    @JsonCreator
    static LinkDocument of(
            @JsonProperty(MARK) @Nullable String relationship,
            @JsonProperty("from") @Nullable String from,
            @JsonProperty("filter") @Nullable String filter,
            @JsonProperty("first") @Nullable ParentDocument first,
            @JsonProperty("second") @Nullable ParentDocument second,
            @JsonProperty("create") @Nullable Boolean create,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, "create, filter, first, from, relationship, second");
        return new LinkDocument(
                RequiredField.of(MARK, relationship),
                RequiredField.of("from", from),
                filter,
                end("first", first),
                end("second", second),
                Boolean.TRUE.equals(create));
    }

    @Override
    public String entity() {
        return relationship;
    }

    private static ParentDocument end(String field, @Nullable ParentDocument end) {
        if (end == null) {
            throw new SettingsException("'" + field + "' is missing; a link has two ends, each with to and by");
        }
        return end;
    }
}
