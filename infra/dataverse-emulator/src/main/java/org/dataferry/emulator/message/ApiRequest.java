package org.dataferry.emulator.message;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API, alone or as a part of a batch.
 *
 * @param orgUrl scheme and authority as the client addressed them, without a trailing slash
 * @param path the raw path, still percent-encoded, behind the API root and without a leading slash
 * @param query the raw query, empty if there is none
 * @param headers names in any case
 * @param userId the {@code systemuserid} on whose behalf it runs
 */
public record ApiRequest(
        String orgUrl,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        UUID userId) {
    public static final String ROOT = "/api/data/v9.2/";

    public ApiRequest {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
        method = method.toUpperCase(Locale.ROOT);
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The value of a preference of the Prefer header, empty if it has none, null if it is absent. */
    public @Nullable String preference(String name) {
        for (String preference : Preferences.split(headers.getOrDefault("Prefer", ""))) {
            int equals = preference.indexOf('=');
            String found = equals < 0 ? preference : preference.substring(0, equals);
            if (found.strip().equalsIgnoreCase(name)) {
                return equals < 0
                        ? ""
                        : preference.substring(equals + 1).strip().replace("\"", "");
            }
        }
        return null;
    }

    public boolean wantsRepresentation() {
        return "representation".equals(preference("return"));
    }

    /** Whether the client asked for this annotation, by name or by a wildcard. */
    public boolean wantsAnnotation(String name) {
        String wanted = preference("odata.include-annotations");
        if (wanted == null) {
            return false;
        }
        for (String pattern : wanted.split(",")) {
            String stripped = pattern.strip();
            if (stripped.equals("*")
                    || stripped.equals(name)
                    || stripped.endsWith("*") && name.startsWith(stripped.substring(0, stripped.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    public String rootUrl() {
        return orgUrl + ROOT;
    }
}
