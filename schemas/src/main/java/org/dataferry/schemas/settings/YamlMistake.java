package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.words.NearestNames;
import org.jspecify.annotations.Nullable;

/** What the parser of a settings file says, in the words of whoever wrote the file. */
final class YamlMistake {

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

    private YamlMistake() {}

    /**
     * Line, column, field, what is wrong, and what would be right.
     *
     * @param again stands at the beginning of the same text
     * @param known the fields that a type is made of
     */
    static String explain(JsonProcessingException wrong, JsonParser again, Function<Class<?>, Set<String>> known)
            throws IOException {
        return wrong instanceof MismatchedInputException mismatch
                        && MISSING.matcher(mismatch.getOriginalMessage()).find()
                ? missing(mismatch, again, known)
                : place(location(wrong, again)) + ": " + what(wrong);
    }

    /** Told when all around it was read, beyond its end. A field beside it that nobody knows may be the one, misspelt. */
    private static String missing(
            MismatchedInputException wrong, JsonParser again, Function<Class<?>, Set<String>> known)
            throws IOException {
        String path = path(wrong);
        int last = path.lastIndexOf('.');
        String around = last < 0 ? "" : inText(path.substring(0, last));
        Set<String> fields =
                wrong.getPath().getLast().getFrom() instanceof Class<?> type ? known.apply(type) : Set.of();
        JsonLocation begin = null;
        while (again.nextToken() != null) {
            String here = path(again);
            if (begin == null && !around.isEmpty() && here.equals(around)) {
                begin = again.currentTokenLocation();
            }
            if (again.currentToken() == JsonToken.FIELD_NAME) {
                String name = again.currentName();
                if (here.equals(around.isEmpty() ? name : around + "." + name)
                        && !fields.isEmpty()
                        && !fields.contains(name)) {
                    String before = last < 0 ? "" : path.substring(0, last + 1);
                    return place(again.currentTokenLocation()) + ": " + unknown(before + name, name, fields)
                            + "; and field '" + path + "' is missing";
                }
            }
        }
        return place(begin) + ": field '" + path + "' is missing";
    }

    /**
     * What a record refuses is told where the parser is past it, maybe lines later; so its field is looked for.
     *
     * @param again stands at the beginning of the same text
     */
    private static @Nullable JsonLocation location(JsonProcessingException wrong, JsonParser again) throws IOException {
        if (wrong instanceof UnrecognizedPropertyException || wrong instanceof ValueInstantiationException) {
            String path = inText(path((JsonMappingException) wrong));
            while (again.nextToken() != null) {
                if (path.equals(path(again))) {
                    return again.currentTokenLocation();
                }
            }
        }
        return wrong.getLocation();
    }

    /** The path of a field as the parser of the text has it, which counts elements of lists without brackets. */
    private static String inText(String path) {
        return path.replaceAll("\\[(\\d+)]", "$1");
    }

    /** The path of the field at which the parser stands. */
    static String path(JsonParser parser) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
    }

    /** The parser stands at the field that has nothing after its colon. */
    static String withoutValue(JsonParser parser) {
        return place(parser.currentTokenLocation()) + ": " + field(path(parser))
                + "it has no value; give it one, or leave it out";
    }

    static String place(@Nullable JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String what(JsonProcessingException wrong) {
        if (!(wrong instanceof JsonMappingException mapping)) {
            String said = syntax(wrong.getOriginalMessage());
            return LAYOUT.stream().anyMatch(said::contains) ? said + LAYOUT_HINT : said;
        }
        String path = path(mapping);
        if (mapping.getCause() instanceof SchemasException refused) {
            return refused.getMessage().startsWith(path) ? refused.getMessage() : field(path) + refused.getMessage();
        }
        return switch (mapping) {
            case UnrecognizedPropertyException unknown -> unknown(unknown, path);
            case InvalidFormatException format ->
                field(path) + "'" + format.getValue() + "' is not " + expected(format.getTargetType());
            case MismatchedInputException mismatch -> mismatch(mismatch, path);
            default -> field(path) + mapping.getOriginalMessage();
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

    private static String mismatch(MismatchedInputException mismatch, String path) {
        Matcher missing = MISSING.matcher(mismatch.getOriginalMessage());
        if (missing.find()) {
            return "field '" + (path.isEmpty() ? missing.group(1) : path) + "' is missing";
        }
        Class<?> target = mismatch.getTargetType();
        return target == null
                ? field(path) + mismatch.getOriginalMessage()
                : field(path) + "expected " + expected(target);
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
    private static String syntax(String message) {
        return message.lines().filter(line -> !line.startsWith(" ")).collect(Collectors.joining(" "));
    }

    private static String field(String path) {
        return path.isEmpty() ? "" : "field '" + path + "': ";
    }

    private static String path(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> Optional.ofNullable(step.getFieldName()).orElse("[" + step.getIndex() + "]"))
                .collect(Collectors.joining("."));
    }
}
