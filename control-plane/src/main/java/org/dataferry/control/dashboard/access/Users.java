package org.dataferry.control.dashboard.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of those who may sign in, a line each. It is read again when it has changed, so somebody who is taken out of it
 * is out at once; a file that cannot be read any more keeps what was read last.
 */
public final class Users {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    /** Far more than people who look after a migration. */
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private Map<String, User> byName;
    private FileTime modified;

    private Users(Path file, Map<String, User> byName, FileTime modified) {
        this.file = file;
        this.byName = byName;
        this.modified = modified;
    }

    /** @throws SettingsException if it cannot be read, names nobody, or a line is wrong */
    public static Users open(Path file) {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            return new Users(file, read(file), modified);
        } catch (IOException unreadable) {
            throw new SettingsException(
                    "dashboard.users " + file + " cannot be read: " + unreadable
                            + ". It has a line for each user, which ferry dashboard --hash-password makes",
                    unreadable);
        }
    }

    public synchronized Optional<User> find(String name) {
        refresh();
        return Optional.ofNullable(byName.get(name));
    }

    private void refresh() {
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (!now.equals(modified)) {
                modified = now;
                byName = read(file);
                LOG.info("Users of the dashboard read again users={}", byName.size());
            }
        } catch (IOException | SettingsException wrong) {
            LOG.warn("Users of the dashboard stay as they were reason={}", wrong.getMessage());
        }
    }

    private static Map<String, User> read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new SettingsException(file + " is larger than " + MOST_BYTES + " bytes, so it is no file of users");
        }
        Map<String, User> byName = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                User user = parse(file, number, line);
                if (byName.putIfAbsent(user.name(), user) != null) {
                    throw new SettingsException(file + ", line " + number + ": " + user.name() + " stands there twice");
                }
            }
        }
        if (byName.isEmpty()) {
            throw new SettingsException(
                    file + " names nobody; add a line that ferry dashboard --hash-password prints for each user");
        }
        return Map.copyOf(byName);
    }

    private static User parse(Path file, int number, String line) {
        try {
            return User.parse(line);
        } catch (SettingsException wrong) {
            throw new SettingsException(file + ", line " + number + ": " + wrong.getMessage(), wrong);
        }
    }
}
