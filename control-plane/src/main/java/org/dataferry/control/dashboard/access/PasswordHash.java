package org.dataferry.control.dashboard.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.dataferry.control.ControlException;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-256, so that a stolen file tells no passwords soon. The rounds are those
 * that OWASP's "Password Storage Cheat Sheet" asks for; a check takes some tenths of a second.
 */
public final class PasswordHash {

    private static final int ROUNDS = 600_000;

    /** A line of the file that asks for more would stop the server for long. */
    private static final int MOST_ROUNDS = 10_000_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile("pbkdf2-sha256\\$([0-9]{1,9})\\$([A-Za-z0-9+/=]{16,128})\\$([A-Za-z0-9+/=]{16,128})");

    private final int rounds;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int rounds, byte[] salt, byte[] hash) {
        this.rounds = rounds;
        this.salt = salt;
        this.hash = hash;
    }

    public static PasswordHash of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(ROUNDS, salt, derive(password, salt, ROUNDS, HASH_BYTES));
    }

    /** Empty if it is none, or one of fewer rounds. */
    static Optional<PasswordHash> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int rounds = Integer.parseInt(matcher.group(1));
        if (rounds < ROUNDS || rounds > MOST_ROUNDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PasswordHash(
                    rounds,
                    Base64.getDecoder().decode(matcher.group(2)),
                    Base64.getDecoder().decode(matcher.group(3))));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** Takes the same time whether it matches or not. */
    boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, rounds, hash.length));
    }

    /** As it stands in the file of users. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "pbkdf2-sha256$" + rounds + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** Two hashes of one password differ, as their salts do. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** Nothing that could be attacked elsewhere. */
    @Override
    public String toString() {
        return "***";
    }

    private static byte[] derive(String password, byte[] salt, int rounds, int bytes) {
        // PBEKeySpec refuses an empty password, which nobody may have.
        char[] characters = password.isEmpty() ? new char[] {'\0'} : password.toCharArray();
        PBEKeySpec spec = new PBEKeySpec(characters, salt, rounds, bytes * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException missing) {
            throw new ControlException("this Java has no PBKDF2 with HMAC-SHA-256: " + missing.getMessage(), missing);
        } finally {
            spec.clearPassword();
        }
    }
}
