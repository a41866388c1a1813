package org.dataferry.emulator.conformance;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A real environment that the suite is pointed at, by system properties or environment variables.
 *
 * @param url as {@code https://contoso.crm.dynamics.com}, without a slash at the end
 * @param metadataWrites whether the suite may make its own tables there, named {@code cnf_*}
 */
record Target(String url, String tenant, String clientId, String secret, boolean metadataWrites) {

    /** The environment that is named, or null where none is. */
    static @Nullable Target named() {
        String url = setting("url");
        return url == null
                ? null
                : new Target(
                        url.replaceFirst("/+$", ""),
                        required("tenant"),
                        required("clientId"),
                        required("clientSecret"),
                        Boolean.parseBoolean(Objects.requireNonNullElse(setting("metadataWrites"), "false")));
    }

    String tokenUrl() {
        return "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token";
    }

    private static String required(String name) {
        String value = setting(name);
        if (value == null) {
            throw new IllegalArgumentException("conformance.url is given, but conformance." + name
                    + " is not: give it by -Dconformance." + name + " or the variable " + variable(name));
        }
        return value;
    }

    private static @Nullable String setting(String name) {
        String property = System.getProperty("conformance." + name);
        return property == null ? System.getenv(variable(name)) : property;
    }

    private static String variable(String name) {
        return "CONFORMANCE_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "Target[url=" + url + ", clientId=" + clientId + ", secret=***, metadataWrites=" + metadataWrites + "]";
    }
}
