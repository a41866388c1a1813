package org.dataferry.transform.mapping.problem;

/**
 * One thing that is wrong in a mapping file.
 *
 * @param file the name of the file
 * @param line the line of the field in the file, from 1; 0 if the problem has no line
 * @param field the path of the field, such as {@code columns.lastname.cel}; empty for the file as a whole
 * @param message what is wrong, and what would be right
 */
public record MappingProblem(String file, int line, String field, String message) {

    /** Reads {@code contact.yaml, line 7, columns.lastname: there is no ...}. */
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ", line " + line) + (field.isEmpty() ? "" : ", " + field) + ": " + message;
    }
}
