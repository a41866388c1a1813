package org.dataferry.sink.client.protocol;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text in URLs. */
public final class UrlText {
    private UrlText() {}

    /** Percent-encodes all but unreserved characters; a blank becomes {@code %20}, which is right in paths and queries. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** A string literal of OData: in single quotes, inner ones doubled; not yet encoded. */
    public static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
