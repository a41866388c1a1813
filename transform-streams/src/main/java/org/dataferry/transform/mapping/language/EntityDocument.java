package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * How rows of one source table become rows of one entity.
 *
 * @param entity the logical name of the entity
 * @param from the source table, {@code schema.table}
 * @param table what {@code prepare} makes, if the entity is a table of our own
 * @param columns by the logical name of the target's column, in the order of the file
 * @param discriminator tells apart two rows of one entity made of one source row; empty if there is one
 * @param lookups by the logical name of the target's column, in the order of the file
 * @param files by the logical name of the target's column, in the order of the file
 * @param filter a CEL expression of type bool; rows for which it is false are left out
 * @param delete what becomes of a row whose source row is gone, as written; null if it is not said
 * @param lost what becomes of a row that the target has lost, as written; null if it is not said
 * @param changed what becomes of writes to a row that somebody changed in the target, as written; null if it is not said
 * @param adopt which rows of the target that others made are those of source rows; null if none is
 * @param state the state that rows are to have in the end; null if it is not said
 * @param merge which rows merge into one; null if each is one by itself
 */
public record EntityDocument(
        String entity,
        String from,
        @Nullable TableDocument table,
        Map<String, ColumnDocument> columns,
        Map<String, LookupDocument> lookups,
        Map<String, FileDocument> files,
        String discriminator,
        @Nullable String filter,
        @Nullable String delete,
        @Nullable String lost,
        @Nullable String changed,
        @Nullable AdoptDocument adopt,
        @Nullable StateDocument state,
        @Nullable MergeDocument merge)
        implements MappingDocument {

    @JsonCreator
    static EntityDocument of(
            @JsonProperty("entity") @Nullable String entity,
            @JsonProperty("from") @Nullable String from,
            @JsonProperty("key") @Nullable JsonNode key,
            @JsonProperty("table") @Nullable TableDocument table,
            @JsonProperty("columns") @Nullable Map<String, ColumnDocument> columns,
            @JsonProperty("discriminator") @Nullable String discriminator,
            @JsonProperty("filter") @Nullable String filter,
            @JsonProperty("lookups") @Nullable Map<String, LookupDocument> lookups,
            @JsonProperty("files") @Nullable Map<String, FileDocument> files,
            @JsonProperty("delete") @Nullable String delete,
            @JsonProperty("lost") @Nullable String lost,
            @JsonProperty("changed") @Nullable String changed,
            @JsonProperty("adopt") @Nullable AdoptDocument adopt,
            @JsonProperty("state") @Nullable StateDocument state,
            @JsonProperty("merge") @Nullable MergeDocument merge,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(
                unknown,
                "adopt, changed, columns, delete, discriminator, entity, files, filter, from, lookups, lost, merge, state, table");
        if (key != null) {
            throw new SettingsException("'key' is reserved: tables without a primary key follow in a later version");
        }
        return new EntityDocument(
                RequiredField.of("entity", entity),
                RequiredField.of("from", from),
                table,
                columns == null ? Map.of() : columns,
                lookups == null ? Map.of() : lookups,
                files == null ? Map.of() : files,
                discriminator == null ? "" : discriminator,
                filter,
                delete,
                lost,
                changed,
                adopt,
                state,
                merge);
    }

    /** Whether somebody is to open the phase of states for its rows. */
    public boolean statesByCommand() {
        return state != null && state.opens() == StateDocument.Opens.BY_COMMAND;
    }

    public EntityDocument {
        if (columns.isEmpty()) {
            throw new SettingsException("'columns' is missing or empty; map at least one column");
        }
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        lookups = Collections.unmodifiableMap(new LinkedHashMap<>(lookups));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        columns.forEach((name, column) -> {
            if (column == null) {
                throw new SettingsException("column '" + name + "' is empty; give it a source column, such as " + name
                        + ": last_name, or { constant: ... } or { cel: ... }");
            }
        });
    }
}
