package org.dataferry.control.segment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.settings.SettingsException;

/** Segments with a name, as files beside the mappings, so that they have the same history. */
public final class SavedSegments {

    private static final String SUFFIX = ".json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final Path folder;

    /** @param directory of the migration */
    public SavedSegments(Path directory) {
        this.folder = directory.resolve("replays");
    }

    /** In the order of their names. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new ControlException("the saved filters in " + folder + " cannot be listed: " + failed, failed);
        }
    }

    /** @throws SettingsException if there is none of that name, or its file is none */
    public Segment load(String name) {
        Path file = file(name);
        if (!Files.isReadable(file)) {
            throw new SettingsException("there is no filter " + name + ", as " + file + " is not there; "
                    + (names().isEmpty() ? "none is saved" : "there are " + String.join(", ", names())));
        }
        try {
            return SegmentJson.read(Files.readString(file, UTF_8));
        } catch (SettingsException wrong) {
            throw new SettingsException(file + ": " + wrong.getMessage(), wrong);
        } catch (IOException failed) {
            throw new SettingsException(file + " cannot be read: " + failed, failed);
        }
    }

    /**
     * Takes the place of one of that name.
     *
     * @return the file
     */
    public Path save(String name, Segment segment) {
        Path file = file(name);
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    file,
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(SegmentJson.write(segment))
                            + "\n",
                    UTF_8);
            return file;
        } catch (IOException failed) {
            throw new ControlException("the filter cannot be written to " + file + ": " + failed, failed);
        }
    }

    private Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new SettingsException(
                    "the name of a filter is letters, digits, - and _, at most 64; got '" + name + "'");
        }
        return folder.resolve(name + SUFFIX);
    }
}
