package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
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
            @JsonProperty(value = "displayName", required = true) String displayName,
            @JsonProperty(value = "displayCollectionName", required = true) String displayCollectionName,
            @JsonProperty(value = "primaryName", required = true) String primaryName,
            @JsonProperty("ownership") @Nullable String ownership) {
        return new TableDocument(
                displayName,
                displayCollectionName,
                primaryName,
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
