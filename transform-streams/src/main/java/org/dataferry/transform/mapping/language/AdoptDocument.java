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
 * Which rows of others in the target are those of source rows.
 *
 * @param by mapped columns that both have the same values in; never empty
 * @param ambiguous what becomes of source rows of which it cannot be told
 */
public record AdoptDocument(List<String> by, Ambiguous ambiguous) {

    /** What becomes of source rows that share their values with others, or that several rows of the target have. */
    public enum Ambiguous {
        /** The migration does not begin. */
        REFUSE,
        /** They become new rows. */
        CREATE;

        private static Ambiguous of(@Nullable String written) {
            return switch (written) {
                case null -> REFUSE;
                case "refuse" -> REFUSE;
                case "create" -> CREATE;
                default ->
                    throw new SettingsException(
                            "'" + written + "' is not what can become of ambiguous rows; expected refuse or create");
            };
        }
    }

    @JsonCreator
    static AdoptDocument of(
            @JsonProperty("by") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> by,
            @JsonProperty("ambiguous") @Nullable String ambiguous,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, "ambiguous, by");
        if (by == null || by.isEmpty()) {
            throw new SettingsException("'by' is missing or empty; name mapped columns of Dataverse by which rows are"
                    + " known again, such as by: [accountnumber]");
        }
        return new AdoptDocument(by, Ambiguous.of(ambiguous));
    }

    public AdoptDocument {
        by = List.copyOf(by);
    }
}
