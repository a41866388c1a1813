package org.dataferry.control.dashboard.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of those who may sign in, a line each. It is read again when it has changed, so somebody who is taken out of it
 * is out at once. While the file is missing or wrong, those of before stay, and why is told once and for whoever asks.
 */
public final class Users {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    /** Far more than people who look after a migration. */
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private Map<String, User> byName;
    private Stamp read;
    private @Nullable Stamp wrong;
    private @Nullable String trouble;

    /** Lets a virtual thread that waits for the disk's turn off its carrier, as a monitor of Java 21 does not. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Tells one state of the file from another; two within one tick of its time mostly differ in size. */
    private record Stamp(FileTime modified, long bytes) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size());
        }
    }

    private Users(Path file, Map<String, User> byName, Stamp read) {
        this.file = file;
        this.byName = byName;
        this.read = read;
    }

    /** @throws SettingsException if it cannot be read, names nobody, or a line is wrong */
    public static Users open(Path file) {
        try {
            Stamp stamp = Stamp.of(file);
            return new Users(file, read(file), stamp);
        } catch (IOException unreadable) {
            throw new SettingsException(
                    "dashboard.users " + file + " cannot be read: " + unreadable
                            + ". It has a line for each user, which ferry dashboard --hash-password makes",
                    unreadable);
        }
    }

    public Optional<User> find(String name) {
        lock.lock();
        try {
            refresh();
            return Optional.ofNullable(byName.get(name));
        } finally {
            lock.unlock();
        }
    }

    /** Why those who may sign in are not those of the file as it is now; empty if they are. */
    public Optional<String> trouble() {
        lock.lock();
        try {
            refresh();
            return Optional.ofNullable(trouble);
        } finally {
            lock.unlock();
        }
    }

    private void refresh() {
        try {
            Stamp now = Stamp.of(file);
            if (now.equals(read)) {
                wrong = null;
                trouble = null;
            } else if (!now.equals(wrong)) {
                readAgain(now);
            }
        } catch (IOException unreadable) {
            // Tried again each time: a file that comes back, or may be read again, can have the time that it had.
            wrong = null;
            stay(file + " cannot be read: " + unreadable);
        }
    }

    private void readAgain(Stamp now) throws IOException {
        try {
            byName = read(file);
            read = now;
            wrong = null;
            trouble = null;
            LOG.info("Users of the dashboard read again users={}", byName.size());
        } catch (SettingsException broken) {
            wrong = now;
            stay(String.valueOf(broken.getMessage()));
        }
    }

    private void stay(String reason) {
        if (!reason.equals(trouble)) {
            LOG.warn("Users of the dashboard stay as they were reason={}", reason);
        }
        trouble = reason;
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
