package org.dataferry.control.dashboard.access;

import java.util.Optional;
import java.util.regex.Pattern;
import org.dataferry.schemas.settings.SettingsException;

/**
 * Somebody who may sign in.
 *
 * @param name up to 64 letters, digits and {@code . _ @ -}; it stands in the log of what people did
 */
public record User(String name, Role role, PasswordHash password) {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@-]{1,64}");
    private static final String FORM = "a line is name:role:hash, as ferry dashboard --hash-password prints it";

    public User {
        if (!isName(name)) {
            throw new SettingsException("'" + name + "' cannot name a user: up to 64 letters, digits and . _ @ -");
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
        Role role = Role.of(parts[1])
                .orElseThrow(() ->
                        new SettingsException("'" + parts[1] + "' is no role; roles are viewer, operator, approver"));
        Optional<PasswordHash> hash = PasswordHash.parse(parts[2]);
        return new User(
                parts[0], role, hash.orElseThrow(() -> new SettingsException("its third part is no hash; " + FORM)));
    }

    /** As it stands in the file of users. */
    public String line() {
        return name + ":" + role.word() + ":" + password.text();
    }
}
