package org.dataferry.schemas.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names of tables and entities as parts of topic names, reversibly: letters, digits, {@code -}, and {@code _}
 * between two of those, stand for themselves; any other byte is {@code __hh}. So a dot or blank in a name is no problem.
 */
final class TopicNames {

    private static final String MARK = "__";
    private static final Pattern ENCODED = Pattern.compile("(?:[a-zA-Z0-9-]|_(?!_)|__[0-9a-f]{2})+");

    private TopicNames() {}

    static String encode(String name) {
        return encode(name, true);
    }

    /**
     * For a part that has another such part after it: here {@code _} is escaped too. Kafka takes {@code a_b.c} and
     * {@code a.b_c} for the same name, as its metrics do not tell dot and underscore apart, and refuses the second.
     */
    static String encodeInner(String name) {
        return encode(name, false);
    }

    private static String encode(String name, boolean underscores) {
        StringBuilder encoded = new StringBuilder(name.length());
        byte[] bytes = name.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            boolean within = underscores
                    && bytes[i] == '_'
                    && i > 0
                    && isPlain(bytes[i - 1])
                    && i + 1 < bytes.length
                    && isPlain(bytes[i + 1]);
            if (isPlain(bytes[i]) || within) {
                encoded.append((char) bytes[i]);
            } else {
                encoded.append(MARK).append(HexFormat.of().toHexDigits(bytes[i]));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-';
    }

    /** Whether {@link #decode} can read it; that it then encodes to the same is for the caller to see. */
    static boolean isEncoded(String part) {
        return ENCODED.matcher(part).matches();
    }

    static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.startsWith(MARK, i)) {
                bytes.write(HexFormat.fromHexDigits(encoded, i + 2, i + 4));
                i += 3;
            } else {
                bytes.write(encoded.charAt(i));
            }
        }
        return bytes.toString(UTF_8);
    }
}
