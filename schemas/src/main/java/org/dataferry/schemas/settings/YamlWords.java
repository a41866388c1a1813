package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.words.NearestNames;
import org.jspecify.annotations.Nullable;

/** What the parser of a settings file says, in the words of whoever wrote the file. */
final class YamlWords {

    private static final Pattern MISSING = Pattern.compile("Missing required creator property '([^']+)'");

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

    /**
     * Mostly one; each unknown field of a part is one of its own.
     *
     * @param isJudged whether what a part says of itself counts; it does not if the part was read without some field
     * @param known the fields that a type is made of
     */
    static List<YamlMistake> explain(
            JsonProcessingException wrong, boolean isJudged, YamlText text, Function<Class<?>, Set<String>> known) {
        if (wrong instanceof MismatchedInputException mismatch && isMissing(wrong)) {
            List<YamlMistake> unknown = unknownBeside(mismatch, text, known);
            String meant = "did you mean '" + mismatch.getPath().getLast().getFieldName() + "'?";
            boolean isMisspelt = unknown.stream().anyMatch(one -> one.what().contains(meant));
            return isJudged && !isMisspelt ? joined(unknown, missing(mismatch, text)) : unknown;
        }
        if (wrong instanceof JsonMappingException mapping
                && mapping.getCause() instanceof UnknownFieldsException unknown) {
            return unknown(unknown, path(mapping), text);
        }
        boolean isJudgement = wrong instanceof ValueInstantiationException;
        return isJudgement && !isJudged ? List.of() : List.of(what(wrong, location(wrong, text)));
    }

    private static List<YamlMistake> joined(List<YamlMistake> some, YamlMistake another) {
        return Stream.concat(some.stream(), Stream.of(another)).toList();
    }

    /** Whether a part lacks a field that it cannot do without. */
    static boolean isMissing(JsonProcessingException wrong) {
        return wrong instanceof MismatchedInputException mismatch
                && MISSING.matcher(mismatch.getOriginalMessage()).find();
    }

    private static List<YamlMistake> unknown(UnknownFieldsException unknown, String part, YamlText text) {
        List<YamlMistake> each = new ArrayList<>();
        for (String name : unknown.names()) {
            String guess = new NearestNames(unknown.known())
                    .meant(name)
                    .map(near -> ", did you mean '" + near + "'? Known")
                    .orElse("; known");
            each.add(YamlMistake.at(
                    text.find(part.isEmpty() ? name : part + "." + name).orElse(null),
                    part,
                    "unknown field '" + name + "'" + guess + " here: " + String.join(", ", unknown.known())));
        }
        return each;
    }

    /** Told when all around it was read, beyond its end. */
    private static YamlMistake missing(MismatchedInputException wrong, YamlText text) {
        String part = inText(part(wrong));
        return YamlMistake.at(
                part.isEmpty() ? null : text.find(part).orElse(null), "", "field '" + path(wrong) + "' is missing");
    }

    /** Fields beside a missing one that nobody knows: one of them may be that one, misspelt, and nobody is told of them otherwise. */
    private static List<YamlMistake> unknownBeside(
            MismatchedInputException wrong, YamlText text, Function<Class<?>, Set<String>> known) {
        Set<String> fields =
                wrong.getPath().getLast().getFrom() instanceof Class<?> type ? known.apply(type) : Set.of();
        String part = part(wrong);
        String before = part.isEmpty() ? "" : part + ".";
        return text.places().stream()
                .filter(place -> place.isFieldOf(inText(part)) && !fields.isEmpty() && !fields.contains(place.field()))
                .map(place -> YamlMistake.at(place.at(), "", unknown(before + place.field(), place.field(), fields)))
                .toList();
    }

    /** The path of the part that lacks a field. */
    private static String part(MismatchedInputException wrong) {
        String path = path(wrong);
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    /** What a record refuses is told where the parser is past it, maybe lines later; so its field is looked for. */
    private static @Nullable JsonLocation location(JsonProcessingException wrong, YamlText text) {
        if (wrong instanceof UnrecognizedPropertyException || wrong instanceof ValueInstantiationException) {
            return text.find(inText(path((JsonMappingException) wrong))).orElse(wrong.getLocation());
        }
        return wrong.getLocation();
    }

    /** The path of a field as the text has it, which counts elements of lists without brackets. */
    private static String inText(String path) {
        return path.replaceAll("\\[(\\d+)]", "$1");
    }

    private static YamlMistake what(JsonProcessingException wrong, @Nullable JsonLocation at) {
        if (!(wrong instanceof JsonMappingException mapping)) {
            return syntax(wrong);
        }
        String path = path(mapping);
        if (mapping.getCause() instanceof SchemasException refused) {
            return YamlMistake.at(at, refused.getMessage().startsWith(path) ? "" : path, refused.getMessage());
        }
        return switch (mapping) {
            case UnrecognizedPropertyException unknown -> YamlMistake.at(at, "", unknown(unknown, path));
            case InvalidFormatException format ->
                YamlMistake.at(at, path, "'" + format.getValue() + "' is not " + expected(format.getTargetType()));
            case MismatchedInputException mismatch
            when mismatch.getTargetType() != null ->
                YamlMistake.at(at, path, "expected " + expected(mismatch.getTargetType()));
            default -> YamlMistake.at(at, path, mapping.getOriginalMessage());
        };
    }

    private static String unknown(UnrecognizedPropertyException unknown, String path) {
        TreeSet<String> known = new TreeSet<>();
        Collection<Object> names = unknown.getKnownPropertyIds();
        if (names != null) {
            names.forEach(name -> known.add(name.toString()));
        }
        return unknown(path, unknown.getPropertyName(), known);
    }

    private static String unknown(String path, String name, Set<String> known) {
        String guess = new NearestNames(known)
                .meant(name)
                .map(near -> ", did you mean '" + near + "'?")
                .orElse(";");
        return "unknown field '" + path + "'" + guess + " Known here: " + String.join(", ", known);
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

    private static String path(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> Optional.ofNullable(step.getFieldName()).orElse("[" + step.getIndex() + "]"))
                .collect(Collectors.joining("."));
    }
}
