package org.dataferry.schemas.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A row id as the value of the alternate key column that Ferry owns in every entity.
 *
 * <p>Only {@code 0-9 a-z _ -} occur in it, so it stays unique under a collation that ignores case, accents and trailing
 * blanks, and holds none of the characters that Dataverse refuses in a key URL (Microsoft, "Define alternate keys for
 * a table"). A digit or small letter stands for itself, {@code -} for the blank between fields, and {@code _hh} for any
 * other byte of the UTF-8 text.
 *
 * @param value the value of the key column, at most {@value #MOST_CHARACTERS} characters: the index of an alternate key
 *     takes 900 bytes, and a character takes two
 */
public record FerryKey(String value) {

    public static final int MOST_CHARACTERS = 450;

    /** Cannot occur in a whole key, where an underscore is followed by two hexadecimal digits. */
    private static final String HASH_MARK = "__";

    private static final int HASH_CHARACTERS = 64;
    private static final int PREFIX_CHARACTERS = MOST_CHARACTERS - HASH_CHARACTERS - HASH_MARK.length();

    public FerryKey {
        if (value.isEmpty()
                || value.length() > MOST_CHARACTERS
                || !value.chars().allMatch(FerryKey::isAllowed)) {
            throw new KeyFormatException(
                    "'" + value + "' is not a Ferry key: it has 1 to " + MOST_CHARACTERS + " of 0-9, a-z, _ and -");
        }
    }

    public static FerryKey of(RowId rowId) {
        return of(rowId.text());
    }

    /** The key of a row id given as its canonical text. */
    public static FerryKey of(String rowIdText) {
        byte[] bytes = rowIdText.getBytes(UTF_8);
        StringBuilder key = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            if (isPlain(b)) {
                key.append((char) b);
            } else if (b == ' ') {
                key.append('-');
            } else {
                HexFormat.of().toHexDigits(key.append('_'), b);
            }
        }
        if (key.length() <= MOST_CHARACTERS) {
            return new FerryKey(key.toString());
        }
        key.setLength(PREFIX_CHARACTERS);
        return new FerryKey(key.append(HASH_MARK).append(sha256(bytes)).toString());
    }

    /** False if the row id was too long: then the key ends in a hash and the whole id stands in a second column. */
    public boolean isWhole() {
        return !value.startsWith(HASH_MARK, PREFIX_CHARACTERS);
    }

    /** The row id that this is the key of; empty if the key holds only a hash of it. */
    public Optional<RowId> rowId() {
        if (!isWhole()) {
            return Optional.empty();
        }
        String text = rowIdText();
        if (!of(text).equals(this)) {
            throw new KeyFormatException("'" + value + "' is not a Ferry key: it escapes what needs no escape");
        }
        return Optional.of(RowId.parse(text));
    }

    private String rowIdText() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '-') {
                bytes.write(' ');
            } else if (c != '_') {
                bytes.write(c);
            } else if (i + 2 < value.length()
                    && HexFormat.isHexDigit(value.charAt(i + 1))
                    && HexFormat.isHexDigit(value.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
                i += 2;
            } else {
                throw new KeyFormatException("'" + value + "' is not a Ferry key: broken escape at character " + i);
            }
        }
        return bytes.toString(UTF_8);
    }

    private static boolean isAllowed(int c) {
        return isPlain(c) || c == '_' || c == '-';
    }

    private static boolean isPlain(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z';
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
