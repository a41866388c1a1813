package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dataferry.transform.mapping.problem.MappingProblem;

/**
 * The other unknown fields of a file that the reader ended at with one: as it reads no further than the first mistake, the
 * file is read again without what was told.
 */
final class MoreUnknownFields {

    /** Of one file; who has more has taken another file for a mapping. */
    private static final int MOST = 50;

    private static final YAMLMapper YAML = new YAMLMapper();

    private MoreUnknownFields() {}

    /**
     * @param text of the file
     * @param first what was found in it
     * @param lines of its fields
     * @param reader the problem that a text has; empty if it has none
     */
    static List<MappingProblem> find(
            String text,
            MappingProblem first,
            Map<String, Integer> lines,
            Function<String, Optional<MappingProblem>> reader) {
        List<MappingProblem> more = new ArrayList<>();
        try {
            JsonNode tree = YAML.readTree(text);
            Optional<MappingProblem> found = Optional.of(first);
            while (more.size() < MOST && found.isPresent() && remove(tree, found.get())) {
                found = reader.apply(YAML.writeValueAsString(tree)).filter(UnknownFields::isOf);
                found.map(one -> placed(one, lines)).ifPresent(more::add);
            }
        } catch (IOException noYaml) {
            // What was found first says so.
        }
        return more;
    }

    /** Without its unknown field a part may lack what it must have, so the part goes as a whole; of the file, the field. */
    private static boolean remove(JsonNode tree, MappingProblem problem) {
        List<String> names = UnknownFields.names(problem);
        if (names.isEmpty()) {
            return false;
        }
        if (problem.field().isEmpty()) {
            return tree instanceof ObjectNode fields && fields.remove(names) == fields && !fields.isEmpty();
        }
        JsonPointer part = JsonPointer.compile("/" + problem.field().replace('.', '/'));
        return tree.at(part.head()) instanceof ObjectNode around
                && around.remove(part.last().getMatchingProperty()) != null;
    }

    /** The reader's line is one of the shortened text. */
    private static MappingProblem placed(MappingProblem problem, Map<String, Integer> lines) {
        return new MappingProblem(
                problem.file(), lines.getOrDefault(problem.field(), 0), problem.field(), problem.message());
    }
}
