package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.YamlFile;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.MappingProblem;
import org.dataferry.transform.mapping.problem.Problems;

/** Reads the mapping files of a migration. */
public final class MappingFiles {

    /** The folder of a migration that holds them. */
    public static final String DIRECTORY_NAME = "mappings";

    private static final String EXTENSION = ".yaml";

    /** How the reader says in which field it stands. */
    private static final Pattern FIELD = Pattern.compile("field '([^']+)': (.*)", Pattern.DOTALL);

    private MappingFiles() {}

    /**
     * Reads all {@code *.yaml} of a folder, sorted by name.
     *
     * @throws MappingException with the first problem of each file that cannot be read, or if there is none at all
     */
    public static List<MappingFile> read(Path directory) {
        Problems problems = new Problems();
        List<MappingFile> files = new ArrayList<>();
        for (Path path : paths(directory)) {
            try {
                files.add(readOne(path));
            } catch (SettingsException wrong) {
                problems.add(problem(path, wrong));
            }
        }
        if (files.isEmpty() && problems.isEmpty()) {
            problems.add(new MappingProblem(
                    directory.toString(),
                    0,
                    "",
                    "there is no *" + EXTENSION + "; a migration has at least one mapping"));
        }
        problems.throwIfAny();
        return files;
    }

    private static List<Path> paths(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(path -> path.getFileName().toString().endsWith(EXTENSION))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new SettingsException(directory + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static MappingFile readOne(Path path) {
        MappingDocument document = new YamlFile().read(path, MappingDocument.class);
        try {
            YamlOutline outline = YamlOutline.of(Files.readString(path));
            return new MappingFile(path.getFileName().toString(), document, outline.lines(), outline.canonical());
        } catch (IOException unreadable) {
            throw new SettingsException(path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The reader's message begins with the place, which a problem has in fields of its own. */
    private static MappingProblem problem(Path path, SettingsException wrong) {
        int line = 0;
        String place = path.toString();
        if (wrong.getCause() instanceof JsonProcessingException cause && cause.getLocation() != null) {
            JsonLocation location = cause.getLocation();
            line = location.getLineNr();
            place += ", line " + line + ", column " + location.getColumnNr();
        }
        String message = wrong.getMessage();
        String said = message.startsWith(place + ": ") ? message.substring(place.length() + 2) : message;
        Matcher field = FIELD.matcher(said);
        return field.matches()
                ? new MappingProblem(path.getFileName().toString(), line, field.group(1), plain(field.group(2)))
                : new MappingProblem(path.getFileName().toString(), line, "", plain(said));
    }

    /** The reader's library speaks of Java types. */
    private static String plain(String message) {
        return message.replaceFirst(
                "Cannot (?:deserialize|construct) .* from (?:Array|Object|String) value.*",
                "a text, a list or an object stands where another of them belongs");
    }
}
