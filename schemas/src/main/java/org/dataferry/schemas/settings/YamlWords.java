package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.words.NearestNames;
import org.jspecify.annotations.Nullable;

/** What the parser of a settings file says, in the words of whoever wrote the file. */
final class YamlWords {

    /** What the parser says where a line stands too far left or right, or a text looks like a field. */
    private static final List<String> LAYOUT = List.of(
            "mapping values are not allowed",
            "expected <block end>",
            "could not find expected ':'",
            "while parsing a block",
            "found character '\\t");

    private static final String LAYOUT_HINT = "; check the indentation of this line and of those above: fields of one"
            + " level begin in the same column, with blanks and not tabs before them, and a text with ': ' in it stands in"
            + " quotes";

    private YamlWords() {}

    /** @param text in which it was found */
    static YamlMistake of(JsonMappingException wrong, YamlText text) {
        JsonLocation at = location(wrong, text);
        String path = text.path(steps(wrong));
        if (wrong.getCause() instanceof SchemasException refused) {
            return YamlMistake.at(at, refused.getMessage().startsWith(path) ? "" : path, refused.getMessage());
        }
        return switch (wrong) {
            case UnrecognizedPropertyException unknown ->
                YamlMistake.at(at, "", unknown(path, unknown.getPropertyName(), known(unknown)));
            case InvalidFormatException format ->
                YamlMistake.at(at, path, "'" + format.getValue() + "' is not " + expected(format.getTargetType()));
            case MismatchedInputException mismatch
            when mismatch.getTargetType() != null ->
                YamlMistake.at(at, path, "expected " + expected(mismatch.getTargetType()));
            default -> YamlMistake.at(at, path, wrong.getOriginalMessage());
        };
    }

    /** What a record refuses is told where the parser is past it, maybe lines later; so its field is looked for. */
    private static @Nullable JsonLocation location(JsonMappingException wrong, YamlText text) {
        return wrong instanceof UnrecognizedPropertyException || wrong instanceof ValueInstantiationException
                ? text.near(steps(wrong)).orElse(wrong.getLocation())
                : wrong.getLocation();
    }

    private static Set<String> known(UnrecognizedPropertyException unknown) {
        Collection<Object> names = unknown.getKnownPropertyIds();
        return names == null
                ? Set.of()
                : names.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * @param shown the field's name, or its path where nothing beside says where it stands
     * @param known the names of its part
     */
    static String unknown(String shown, String name, Collection<String> known) {
        String guess = new NearestNames(known)
                .meant(name)
                .map(near -> ", did you mean '" + near + "'? Known")
                .orElse("; known");
        return "unknown field '" + shown + "'" + guess + " here: " + String.join(", ", known);
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "a value that fits here";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "a duration, a whole number and ms, s, m or h, such as 100ms";
        }
        if (type == URI.class) {
            return "a URL";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() ? "fields of its own, each on a line below" : "a text";
    }

    /** Of a syntax error the parser also prints the lines around it; they may hold what must not be shown. */
    static YamlMistake syntax(JsonProcessingException wrong) {
        if (wrong instanceof MismatchedInputException) {
            return YamlMistake.at(
                    wrong.getLocation(),
                    "",
                    "a second document begins here, and a file holds one; leave out the '---'");
        }
        String said = wrong.getOriginalMessage()
                .lines()
                .filter(line -> !line.startsWith(" "))
                .collect(Collectors.joining(" "));
        boolean isOfLayout = LAYOUT.stream().anyMatch(said::contains);
        return YamlMistake.at(wrong.getLocation(), "", isOfLayout ? said + LAYOUT_HINT : said);
    }

    /** The path of what is wrong, as {@link YamlText.Place#steps} has it. */
    static List<String> steps(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> Optional.ofNullable(step.getFieldName()).orElse(Integer.toString(step.getIndex())))
                .toList();
    }
}
