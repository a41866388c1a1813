package org.dataferry.control.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.MigrationFolder;

/**
 * The demo's own migration: {@code examples/staffing}, copied to where all commands on a migration can look at it, and a note
 * of which demo goes on there.
 */
public final class DemoFolder {

    static final List<String> FILES = List.of(
            "migration.yaml",
            "schema.sql",
            "mappings/account.yaml",
            "mappings/contact.yaml",
            "mappings/ferry_clearance.yaml",
            "mappings/ferry_distance.yaml",
            "mappings/ferry_job.yaml",
            "mappings/ferry_shift.yaml",
            "mappings/ferry_shiftorder.yaml",
            "reference/options.csv");

    private static final String NAME = ".ferry-demo";
    private static final String NOTE = "demo.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    private DemoFolder(Path directory) {
        this.directory = directory;
    }

    /** @param parent in which the folder is or will be */
    public static DemoFolder in(Path parent) {
        DemoFolder folder = new DemoFolder(parent.resolve(NAME));
        if (!Files.exists(folder.directory.resolve(FILES.getFirst()))) {
            folder.copyExample();
        }
        return folder;
    }

    public Path directory() {
        return directory;
    }

    public MigrationFolder migration() {
        return MigrationFolder.open(directory);
    }

    /** Whether a demo with these rows and this seed was begun here and did not come to its end. */
    public boolean isUnfinished(DemoSettings settings) {
        return note().filter(note -> !note.path("finished").asBoolean()
                        && note.path("rows").asLong() == settings.rows()
                        && note.path("seed").asLong() == settings.seed())
                .isPresent();
    }

    /** Nothing of a demo is to be gone on with, as it is about to be discarded. */
    public void forget() {
        try {
            Files.deleteIfExists(directory.resolve(NOTE));
        } catch (IOException failed) {
            throw new ControlException(directory.resolve(NOTE) + " cannot be deleted: " + failed, failed);
        }
    }

    /** A demo begins, with the example's files as they are now. */
    public void begin(DemoSettings settings) {
        copyExample();
        note(settings, false);
    }

    /** The demo has come to its end; the next one begins anew. */
    public void finish(DemoSettings settings) {
        note(settings, true);
    }

    String schema() {
        try {
            return Files.readString(directory.resolve("schema.sql"));
        } catch (IOException failed) {
            throw new ControlException(directory.resolve("schema.sql") + " cannot be read: " + failed, failed);
        }
    }

    private Optional<JsonNode> note() {
        try {
            Path file = directory.resolve(NOTE);
            return Files.exists(file) ? Optional.of(JSON.readTree(Files.readString(file))) : Optional.empty();
        } catch (IOException broken) {
            // Cut short by a kill, so at the very beginning.
            return Optional.empty();
        }
    }

    private void note(DemoSettings settings, boolean finished) {
        Path file = directory.resolve(NOTE);
        Path written = directory.resolve(NOTE + ".new");
        try {
            Files.writeString(
                    written,
                    JSON.createObjectNode()
                            .put("rows", settings.rows())
                            .put("seed", settings.seed())
                            .put("finished", finished)
                            .toString(),
                    UTF_8);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new ControlException(file + " cannot be written: " + failed, failed);
        }
    }

    private void copyExample() {
        for (String name : FILES) {
            Path file = directory.resolve(name);
            try (InputStream example = Objects.requireNonNull(
                    DemoFolder.class.getResourceAsStream("staffing/" + name), name + " is not on the class path")) {
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(example, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException failed) {
                throw new ControlException(file + " cannot be written: " + failed, failed);
            }
        }
    }
}
