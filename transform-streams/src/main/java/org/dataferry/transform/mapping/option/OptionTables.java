package org.dataferry.transform.mapping.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.transform.mapping.option.OptionEntry.OptionTarget;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.MappingProblem;
import org.dataferry.transform.mapping.problem.Problems;

/** Reads the option tables of a migration, and finds what they say twice or against each other. */
public final class OptionTables {

    /** The folder of a migration that holds them. */
    public static final String DIRECTORY_NAME = "reference";

    /** Every instance of transform holds all of them in memory; Dataverse itself shows no list that is near as long. */
    static final int MOST_ENTRIES = 50_000;

    private static final String EXTENSION = ".csv";

    private final Problems problems = new Problems();
    private final List<OptionEntry> entries = new ArrayList<>();
    private final Map<List<Object>, OptionEntry> byText = new LinkedHashMap<>();
    private final Map<List<Object>, OptionEntry> byLabelled = new LinkedHashMap<>();

    private OptionTables() {}

    /**
     * Reads all {@code *.csv} of a folder, sorted by name; none if there is no such folder.
     *
     * @throws MappingException with everything that is wrong in all files
     */
    public static OptionTable read(Path directory) {
        OptionTables tables = new OptionTables();
        for (Path path : paths(directory)) {
            OptionFile file = new OptionFile(DIRECTORY_NAME + "/" + path.getFileName(), tables.problems);
            file.read(text(path)).forEach(tables::add);
        }
        if (tables.entries.size() > MOST_ENTRIES) {
            tables.problems.add(new MappingProblem(
                    DIRECTORY_NAME,
                    0,
                    "",
                    "the option tables have " + tables.entries.size() + " lines together, the most is "
                            + MOST_ENTRIES));
        }
        tables.problems.throwIfAny();
        return new OptionTable(tables.entries);
    }

    private void add(OptionEntry entry) {
        OptionEntry earlier = byText.putIfAbsent(List.of(entry.source(), entry.target(), entry.text()), entry);
        if (earlier != null) {
            boolean same = earlier.value() == entry.value();
            problems.add(entry.problem(
                    same ? OptionColumn.SOURCE_TEXT : OptionColumn.TARGET_VALUE,
                    "'" + entry.text() + "' of " + entry.source() + " becomes " + earlier.value() + " at "
                            + earlier.place()
                            + (same
                                    ? " already; remove one of both lines"
                                    : ", and " + entry.value() + " here; one text becomes one option")));
            return;
        }
        refuseSecondLabel(entry);
        entries.add(entry);
    }

    private void refuseSecondLabel(OptionEntry entry) {
        if (entry.label() == null) {
            return;
        }
        OptionTarget target = entry.target();
        OptionEntry earlier = byLabelled.putIfAbsent(List.of(target, entry.value()), entry);
        if (earlier != null && !entry.label().equals(earlier.label())) {
            problems.add(entry.problem(
                    OptionColumn.TARGET_LABEL,
                    "option " + entry.value() + " of " + target + " is called '" + earlier.label() + "' at "
                            + earlier.place() + ", and '" + entry.label() + "' here; an option has one label"));
        }
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

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (java.nio.charset.CharacterCodingException notUtf8) {
            throw new SettingsException(path + " is not a UTF-8 text; save it as CSV UTF-8", notUtf8);
        } catch (IOException unreadable) {
            throw new SettingsException(path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
