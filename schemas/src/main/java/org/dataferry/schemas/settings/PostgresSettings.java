package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.dataferry.schemas.secret.Secret;

/**
 * A PostgreSQL database.
 *
 * @param url as JDBC takes it: {@code jdbc:postgresql://host:port/database}
 * @param password from the environment or a file, never in the settings themselves
 */
public record PostgresSettings(
        @JsonProperty(value = "url", required = true) String url,
        @JsonProperty(value = "user", required = true) String user,
        @JsonProperty(value = "password", required = true) Secret password) {

    public PostgresSettings {
        if (!url.startsWith("jdbc:postgresql://")) {
            throw new SettingsException("url is '" + url + "', expected jdbc:postgresql://host:port/database");
        }
    }
}
