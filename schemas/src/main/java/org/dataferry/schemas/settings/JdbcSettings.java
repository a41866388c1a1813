package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Optional;
import org.dataferry.schemas.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A database that gives no log, and whose tables are read whole instead.
 *
 * @param url as JDBC takes it, such as {@code jdbc:postgresql://host:port/database}
 * @param user who may read; SELECT is enough
 * @param password from the environment or a file, never in the settings themselves
 * @param driver the JAR of the database's JDBC driver, relative to the migration's folder; null for PostgreSQL, whose driver is there
 */
public record JdbcSettings(
        @JsonProperty(value = "url", required = true) String url,
        @JsonProperty(value = "user", required = true) String user,
        @JsonProperty(value = "password", required = true) Secret password,
        @JsonProperty("driver") @Nullable Path driver) {

    private static final String POSTGRES = "jdbc:postgresql:";

    public JdbcSettings {
        if (!url.startsWith("jdbc:")) {
            throw new SettingsException("url is no URL of JDBC, expected jdbc:postgresql://host:port/database");
        }
        if (!url.startsWith(POSTGRES) && driver == null) {
            throw new SettingsException("url begins with " + driver(url)
                    + ", and Ferry brings no JDBC driver for that, only the one for " + POSTGRES
                    + "; name the JAR of one with driver");
        }
        if (url.startsWith(POSTGRES) && driver != null) {
            throw new SettingsException(
                    "driver is for other databases than PostgreSQL, whose driver is there; leave it out");
        }
    }

    public Optional<Path> configuredDriver() {
        return Optional.ofNullable(driver);
    }

    /** For messages: what follows may hold a password. */
    private static String driver(String url) {
        int end = url.indexOf(':', "jdbc:".length());
        return end < 0 ? url : url.substring(0, end + 1);
    }
}
