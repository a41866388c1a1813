package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.language.ColumnDocument.Content;
import org.jspecify.annotations.Nullable;

/**
 * The state that a row is to have in the end.
 *
 * @param status null for the status that Dataverse gives to rows of that state
 * @param opens when the phase of states opens for these rows
 */
public record StateDocument(ColumnDocument state, @Nullable ColumnDocument status, Opens opens) {

    /** When states are set. */
    public enum Opens {
        /** Once the rows of the first load have passed a fence. */
        BY_ITSELF,
        /** Once somebody says so. */
        BY_COMMAND;

        private static Opens of(@Nullable String written) {
            return switch (written) {
                case null -> BY_ITSELF;
                case "by-itself" -> BY_ITSELF;
                case "by-command" -> BY_COMMAND;
                default ->
                    throw new SettingsException(
                            "'" + written + "' is not when states open; expected by-itself or by-command");
            };
        }
    }

    @JsonCreator
    static StateDocument of(
            @JsonProperty("state") @Nullable Number state,
            @JsonProperty("status") @Nullable Number status,
            @JsonProperty("opens") @Nullable String opens,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, "opens, state, status");
        if (state == null) {
            throw new SettingsException("'state' is missing; it is a number, { column: ... } or { cel: ... }");
        }
        return new StateDocument(state.document(), status == null ? null : status.document(), Opens.of(opens));
    }

    /** What a number is made of: a bare number is a constant, a bare text a source column. */
    record Number(Content content) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Number of(long constant) {
            return new Number(new Content.Constant(Value.whole(constant)));
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Number of(String column) {
            return new Number(new Content.SourceColumnName(RequiredField.of("column", column)));
        }

        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        static Number of(
                @JsonProperty("column") @Nullable String column,
                @JsonProperty("constant") @Nullable Long constant,
                @JsonProperty("cel") @Nullable String cel,
                @JsonAnySetter @Nullable Map<String, Object> unknown) {
            UnknownFields.refuse(unknown, "cel, column, constant");
            int given = (column == null ? 0 : 1) + (constant == null ? 0 : 1) + (cel == null ? 0 : 1);
            if (given != 1) {
                throw new SettingsException("it has exactly one of column, constant and cel; this one has " + given);
            }
            return new Number(
                    column != null
                            ? new Content.SourceColumnName(column)
                            : constant != null
                                    ? new Content.Constant(Value.whole(constant))
                                    : new Content.Expression(String.valueOf(cel)));
        }

        ColumnDocument document() {
            return ColumnDocument.bare(content);
        }
    }
}
