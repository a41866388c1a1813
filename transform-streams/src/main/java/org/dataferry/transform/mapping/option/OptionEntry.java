package org.dataferry.transform.mapping.option;

import org.dataferry.transform.mapping.problem.MappingProblem;
import org.jspecify.annotations.Nullable;

/**
 * One line of an option table.
 *
 * @param file with its folder: {@code reference/options.csv}
 * @param line from 1
 * @param text of the source, without blanks at its ends; never empty
 * @param value the number of the option
 * @param label the text that people see at that option; null where the line does not say
 */
public record OptionEntry(
        String file,
        int line,
        OptionSource source,
        OptionTarget target,
        String text,
        int value,
        @Nullable String label) {

    /** A column whose texts are turned into options: {@code public.employees}, {@code title_of_courtesy}. */
    public record OptionSource(String table, String column) {
        @Override
        public String toString() {
            return table + "." + column;
        }
    }

    /** A choice of Dataverse: {@code contact}, {@code ferry_courtesy}. */
    public record OptionTarget(String table, String column) {
        @Override
        public String toString() {
            return table + "." + column;
        }
    }

    public MappingProblem problem(OptionColumn column, String message) {
        return new MappingProblem(file, line, column.header(), message);
    }

    String place() {
        return file + ", line " + line;
    }
}
