package org.dataferry.transform.mapping.language;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.words.NearestNames;
import org.dataferry.transform.mapping.problem.MappingProblem;
import org.jspecify.annotations.Nullable;

/** Fields that the language does not know. They are told before a missing one, as they often are that one misspelt. */
final class UnknownFields {

    private static final Pattern TOLD = Pattern.compile("unknown field (?<names>'.*'); known here: (?<known>.*)");
    private static final Pattern NAME = Pattern.compile("'([^']+)'");

    private UnknownFields() {}

    static boolean isOf(MappingProblem problem) {
        return TOLD.matcher(problem.message()).matches();
    }

    /** The fields that a problem tells; none if it is another one. */
    static List<String> names(MappingProblem problem) {
        Matcher told = TOLD.matcher(problem.message());
        return told.matches()
                ? NAME.matcher(told.group("names"))
                        .results()
                        .map(name -> name.group(1))
                        .toList()
                : List.of();
    }

    /**
     * Each with a problem, a line and the nearest known name of its own; the reader tells all of a part where that begins.
     *
     * @param lines as in {@link YamlOutline}
     */
    static List<MappingProblem> each(MappingProblem problem, Map<String, Integer> lines) {
        Matcher told = TOLD.matcher(problem.message());
        if (!told.matches()) {
            return List.of(problem);
        }
        String known = told.group("known");
        String part = problem.field().isEmpty() ? "" : problem.field() + ".";
        return names(problem).stream()
                .map(name -> new MappingProblem(
                        problem.file(),
                        lines.getOrDefault(part + name, problem.line()),
                        problem.field(),
                        "unknown field '" + name + "'"
                                + new NearestNames(List.of(known.split(", ")))
                                        .meant(name)
                                        .map(near -> ", did you mean '" + near + "'? Known")
                                        .orElse("; known")
                                + " here: " + known))
                .toList();
    }

    static void refuse(@Nullable Map<String, Object> unknown, String known) {
        if (unknown != null && !unknown.isEmpty()) {
            throw new SettingsException(
                    "unknown field '" + String.join("', '", unknown.keySet()) + "'; known here: " + known);
        }
    }
}
