package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * A table that {@code prepare} makes.
 *
 * @param primaryName the logical name of its primary name column, which must be mapped
 */
public record TableDocument(String displayName, String displayCollectionName, String primaryName, Ownership ownership) {

    @JsonCreator
    static TableDocument of(
            @JsonProperty("displayName") @Nullable String displayName,
            @JsonProperty("displayCollectionName") @Nullable String displayCollectionName,
            @JsonProperty("primaryName") @Nullable String primaryName,
            @JsonProperty("ownership") @Nullable String ownership,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, "displayCollectionName, displayName, ownership, primaryName");
        return new TableDocument(
                RequiredField.of("displayName", displayName),
                RequiredField.of("displayCollectionName", displayCollectionName),
                RequiredField.of("primaryName", primaryName),
                ownership == null ? Ownership.USER_OWNED : Ownership.parse(ownership));
    }

    /** Who owns the rows of a table; it cannot be changed once the table is made. */
    public enum Ownership {
        USER_OWNED("UserOwned"),
        ORGANIZATION_OWNED("OrganizationOwned");

        private final String text;

        Ownership(String text) {
            this.text = text;
        }

        /** Dataverse's name for it. */
        public String text() {
            return text;
        }

        static Ownership parse(String text) {
            for (Ownership ownership : values()) {
                if (ownership.text.equals(text)) {
                    return ownership;
                }
            }
            throw new SettingsException(
                    "ownership is '" + text + "', expected " + USER_OWNED.text + " or " + ORGANIZATION_OWNED.text);
        }
    }
}
