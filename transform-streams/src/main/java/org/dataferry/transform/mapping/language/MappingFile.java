package org.dataferry.transform.mapping.language;

import java.util.Map;
import org.dataferry.transform.mapping.problem.MappingProblem;

/**
 * A mapping file that was read.
 *
 * @param name the name of the file, without its folder
 * @param lines the line of each field, by its path in the form {@code columns.lastname.cel}
 * @param canonical its content without comments, layout and order of fields
 */
public record MappingFile(String name, MappingDocument document, Map<String, Integer> lines, String canonical) {

    public MappingFile {
        lines = Map.copyOf(lines);
    }

    /** A problem with a field of this file, placed at its line or at that of the nearest field around it. */
    public MappingProblem problem(String field, String message) {
        return new MappingProblem(name, line(field), field, message);
    }

    private int line(String field) {
        for (String path = field; !path.isEmpty(); path = path.substring(0, Math.max(0, path.lastIndexOf('.')))) {
            Integer line = lines.get(path);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }
}
