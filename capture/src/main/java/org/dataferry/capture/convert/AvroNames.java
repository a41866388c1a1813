package org.dataferry.capture.convert;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that Avro accepts, for names that it does not: every character outside {@code [A-Za-z0-9_]}, and a leading digit,
 * becomes {@code _x}, its code point in at least four upper-case hexadecimal digits, and {@code _}, as in SQL/XML. An
 * underscore after which the name would read like such an escape is escaped itself, so two names never become one and
 * {@link #decode} undoes {@link #encode}. Any other name that Avro accepts stays as it is.
 */
public final class AvroNames {

    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-F]{4,6})_");

    /** What would look like an escape once the rest is encoded: an illegal character begins with an underscore then. */
    private static final Pattern LIKE_ESCAPE = Pattern.compile("_x[0-9A-F]{4,6}[^A-Za-z0-9]");

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private AvroNames() {}

    /** An Avro name for any name that is not empty. */
    public static String encode(String name) {
        if (name.isEmpty()) {
            throw new ConversionException("an empty name has no Avro form");
        }
        if (LEGAL.matcher(name).matches() && !LIKE_ESCAPE.matcher(name).find()) {
            return name;
        }
        StringBuilder encoded = new StringBuilder(name.length() + 16);
        int codePoint;
        for (int i = 0; i < name.length(); i += Character.charCount(codePoint)) {
            codePoint = name.codePointAt(i);
            boolean legal =
                    isLetter(codePoint) || (i > 0 && isDigit(codePoint)) || (codePoint == '_' && !escapeAt(name, i));
            if (legal) {
                encoded.append((char) codePoint);
            } else {
                encoded.append(String.format("_x%04X_", codePoint));
            }
        }
        return encoded.toString();
    }

    /** The name that {@link #encode} was given. */
    public static String decode(String encoded) {
        Matcher escapes = ESCAPE.matcher(encoded);
        return escapes.replaceAll(
                found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }

    private static boolean escapeAt(String name, int at) {
        return LIKE_ESCAPE.matcher(name).region(at, name.length()).lookingAt();
    }

    private static boolean isLetter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
