package org.dataferry.control.dashboard.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every answer says to browsers, so that data that people wrote into the source never becomes a program. */
final class SafeHeaders {

    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
                    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cache-Control", "no-store");

    private SafeHeaders() {}

    /** @param isSecure whether browsers come by TLS, and are to come by nothing else for a year */
    static Map<String, String> of(boolean isSecure) {
        Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
        if (isSecure) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
        return headers;
    }
}
