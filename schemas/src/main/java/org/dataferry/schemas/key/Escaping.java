package org.dataferry.schemas.key;

/**
 * Escapes text so that the characters up to {@code "} are free to be separators, and the order stays.
 *
 * <p>A character up to U+0022 becomes {@code "} and itself moved up by 64. Every escaped character so begins with one
 * that sorts before all unescaped ones, in the order of what it stands for; and both separators, blank and {@code !},
 * sort before any of them, so a shorter text sorts before its own continuation.
 */
final class Escaping {

    /** Between the fields of an id. */
    static final char FIELD_SEPARATOR = ' ';

    /** Between the components of a key. */
    static final char COMPONENT_SEPARATOR = '!';

    private static final char ESCAPE = '"';
    private static final int SHIFT = 0x40;

    private Escaping() {}

    static String escape(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                requirePair(text, i);
            }
            if (c <= ESCAPE && escaped == null) {
                escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (escaped != null) {
                append(escaped, c);
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    /** Takes only what {@link #escape} gives, so that no two texts stand for the same. */
    static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ESCAPE) {
                if (Character.isSurrogate(c)) {
                    requirePair(text, i);
                }
                plain.append(c);
            } else if (c < ESCAPE) {
                throw new KeyFormatException(
                        "character " + i + " of the key text '" + text + "' stands there without its escape");
            } else if (i + 1 < text.length()
                    && text.charAt(i + 1) - SHIFT >= 0
                    && text.charAt(i + 1) - SHIFT <= ESCAPE) {
                plain.append((char) (text.charAt(++i) - SHIFT));
            } else {
                throw new KeyFormatException("broken escape at character " + i + " of the key text '" + text + "'");
            }
        }
        return plain.toString();
    }

    private static void append(StringBuilder escaped, char c) {
        if (c <= ESCAPE) {
            escaped.append(ESCAPE).append((char) (c + SHIFT));
        } else {
            escaped.append(c);
        }
    }

    /** Half a pair has no UTF-8 form; it would turn into a question mark, and two keys into one. */
    private static void requirePair(String text, int i) {
        boolean paired = Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        if (!paired) {
            throw new KeyFormatException("a key text holds half a surrogate pair at character " + i);
        }
    }
}
