package org.dataferry.transform.mapping.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** A case of a lookup may be null: such a row names none. So may be what becomes of a text without an option. */
    private static final Pattern MAY_BE_NULL =
            Pattern.compile("lookups\\.[^.]+\\.cases\\..+|columns\\.[^.]+\\.unknown");

    private MappingFiles() {}

    /**
     * Reads all {@code *.yaml} of a folder, sorted by name.
     *
     * @throws MappingException with all problems that can be told of the form of the files, or if there is none at all
     */
    public static List<MappingFile> read(Path directory) {
        Problems problems = new Problems();
        List<MappingFile> files = new ArrayList<>();
        for (Path path : paths(directory)) {
            try {
                files.add(readOne(path));
            } catch (SettingsException wrong) {
                problems(path, wrong).forEach(problems::add);
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
        Class<? extends MappingDocument> form = isOfLinks(path) ? LinkDocument.class : EntityDocument.class;
        MappingDocument document = new YamlFile()
                .read(path, form, field -> MAY_BE_NULL.matcher(field).matches());
        try {
            YamlOutline outline = YamlOutline.of(Files.readString(path));
            return new MappingFile(path.getFileName().toString(), document, outline.lines(), outline.canonical());
        } catch (IOException unreadable) {
            throw new SettingsException(path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** None of what is no YAML: the reader tells that, whichever form it is read as. */
    private static Map<String, Integer> lines(Path path) {
        try {
            return YamlOutline.of(Files.readString(path)).lines();
        } catch (IOException unreadable) {
            return Map.of();
        }
    }

    private static boolean isOfLinks(Path path) {
        return lines(path).containsKey(LinkDocument.MARK);
    }

    private static List<MappingProblem> problems(Path path, SettingsException wrong) {
        String name = path.getFileName().toString();
        if (wrong.mistakes().isEmpty()) {
            return List.of(new MappingProblem(name, 0, "", String.valueOf(wrong.getMessage())));
        }
        return wrong.mistakes().stream()
                .map(mistake -> new MappingProblem(name, mistake.line(), mistake.field(), mistake.what()))
                .toList();
    }
}
