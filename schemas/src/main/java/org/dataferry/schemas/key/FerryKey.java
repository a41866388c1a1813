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

    public static FerryKey of(RowId rowId) {
        return of(rowId.text());
    }

    /** The key of a row id given as its canonical text. */
    public static FerryKey of(String rowIdText) {
        byte[] bytes = rowIdText.getBytes(UTF_8);
        StringBuilder key = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            if (b >= '0' && b <= '9' || b >= 'a' && b <= 'z') {
                key.append((char) b);
            } else if (b == ' ') {
                key.append('-');
            } else {
                key.append('_').append(HexFormat.of().toHexDigits(b));
            }
        }
        if (key.length() <= MOST_CHARACTERS) {
            return new FerryKey(key.toString());
        }
        key.setLength(MOST_CHARACTERS - HASH_CHARACTERS - HASH_MARK.length());
        return new FerryKey(key.append(HASH_MARK).append(sha256(bytes)).toString());
    }

    /** False if the row id was too long: then the key ends in a hash and the whole id stands in a second column. */
    public boolean isWhole() {
        return !value.contains(HASH_MARK)
                || !value.substring(value.length() - HASH_CHARACTERS - 2).startsWith(HASH_MARK);
    }

    /** The row id that this is the key of; empty if the key holds only a hash of it. */
    public Optional<RowId> rowId() {
        if (value.length() > HASH_CHARACTERS + 2 && !isWhole()) {
            return Optional.empty();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '-') {
                bytes.write(' ');
            } else if (c != '_') {
                bytes.write(c);
            } else if (i + 2 < value.length()) {
                bytes.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
                i += 2;
            } else {
                throw new KeyFormatException("'" + value + "' is not a Ferry key: it ends within an escape");
            }
        }
        return Optional.of(RowId.parse(bytes.toString(UTF_8)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
