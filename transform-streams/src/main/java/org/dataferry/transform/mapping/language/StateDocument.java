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
 */
public record StateDocument(ColumnDocument state, @Nullable ColumnDocument status) {

    @JsonCreator
    static StateDocument of(
            @JsonProperty("state") @Nullable Number state,
            @JsonProperty("status") @Nullable Number status,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, "state, status");
        if (state == null) {
            throw new SettingsException("'state' is missing; it is a number, { column: ... } or { cel: ... }");
        }
        return new StateDocument(state.document(), status == null ? null : status.document());
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
            return new ColumnDocument(content, null, null);
        }
    }
}
