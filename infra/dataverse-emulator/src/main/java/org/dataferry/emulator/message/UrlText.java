package org.dataferry.emulator.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;

/** Percent-decoding of paths and queries; a plus sign is a blank in a query only. */
public final class UrlText {
    private UrlText() {}

    public static String decodePath(String raw) {
        return decode(raw, false);
    }

    /** Decoded, or as it is where its percent-encoding is broken. */
    public static String lenient(String raw) {
        try {
            return decode(raw, false);
        } catch (Refusal e) {
            return raw;
        }
    }

    /** Query options by name. The first of two equal names wins. */
    public static Map<String, String> parameters(String rawQuery) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.putIfAbsent(decode(name, true).strip(), decode(value, true));
            }
        }
        return parameters;
    }

    /** Encodes all but unreserved characters, as a value of a query option. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }

    private static String decode(String raw, boolean plusIsBlank) {
        if (raw.indexOf('%') < 0 && (!plusIsBlank || raw.indexOf('+') < 0)) {
            return raw;
        }
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw Refusals.badRequest("The URL holds a broken percent-encoding: " + raw);
                }
                decoded.write(high * 16 + low);
                i += 2;
            } else {
                decoded.write(plusIsBlank && bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
