package org.dataferry.control.dashboard.access;

import java.util.Optional;
import java.util.regex.Pattern;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.settings.SettingsException;

/**
 * Somebody who may sign in.
 *
 * @param name up to 64 letters, digits and {@code . _ @ -}; it stands in the log of what people did
 * @param seesPersonal whether they see data of persons, which others are shown masked
 */
public record User(String name, Role role, boolean seesPersonal, PasswordHash password) {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@-]{1,64}");
    private static final String FORM = "a line is name:role:hash, as ferry dashboard --hash-password prints it";

    /** Follows the role of those who see data of persons. */
    private static final String PERSONAL = "+personal";

    /** Who does not see data of persons. */
    public User(String name, Role role, PasswordHash password) {
        this(name, role, false, password);
    }

    public User {
        if (!isName(name)) {
            throw new SettingsException("'" + name + "' cannot name a user: up to 64 letters, digits and . _ @ -");
        }
        if (name.equals(SourceEvent.CAPTURE)) {
            throw new SettingsException(
                    "'" + name + "' cannot name a user: so capture signs what it writes down itself");
        }
    }

    /** Whether somebody can have that name. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** @throws SettingsException if it is none; the message shows nothing of the hash */
    static User parse(String line) {
        String[] parts = line.split(":", -1);
        if (parts.length != 3) {
            throw new SettingsException(FORM);
        }
        boolean seesPersonal = parts[1].endsWith(PERSONAL);
        String word = seesPersonal ? parts[1].substring(0, parts[1].length() - PERSONAL.length()) : parts[1];
        Role role = Role.of(word)
                .orElseThrow(() -> new SettingsException("'" + word
                        + "' is no role; roles are viewer, operator, approver, each with or without " + PERSONAL));
        Optional<PasswordHash> hash = PasswordHash.parse(parts[2]);
        return new User(
                parts[0],
                role,
                seesPersonal,
                hash.orElseThrow(() -> new SettingsException("its third part is no hash; " + FORM)));
    }

    /** As it stands in the file of users. */
    public String line() {
        return name + ":" + role.word() + (seesPersonal ? PERSONAL : "") + ":" + password.text();
    }
}
