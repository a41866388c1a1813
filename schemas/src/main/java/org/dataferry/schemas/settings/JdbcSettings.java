package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.dataferry.schemas.secret.Secret;

/**
 * A database that gives no log, and whose tables are read whole instead.
 *
 * @param url as JDBC takes it: {@code jdbc:postgresql://host:port/database}
 * @param user who may read; SELECT is enough
 * @param password from the environment or a file, never in the settings themselves
 */
public record JdbcSettings(
        @JsonProperty(value = "url", required = true) String url,
        @JsonProperty(value = "user", required = true) String user,
        @JsonProperty(value = "password", required = true) Secret password) {

    private static final String POSTGRES = "jdbc:postgresql:";

    public JdbcSettings {
        if (!url.startsWith("jdbc:")) {
            throw new SettingsException("url is no URL of JDBC, expected jdbc:postgresql://host:port/database");
        }
        if (!url.startsWith(POSTGRES)) {
            throw new SettingsException("url begins with " + driver(url)
                    + ", and Ferry brings no JDBC driver for that, only the one for " + POSTGRES);
        }
    }

    /** For messages: what follows may hold a password. */
    private static String driver(String url) {
        int end = url.indexOf(':', "jdbc:".length());
        return end < 0 ? url : url.substring(0, end + 1);
    }
}
