package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dataferry.schemas.words.NearestNames;

/**
 * The mistakes of one file. As a reader ends at the first, the file is read again without the fields that are known to be wrong, until
 * nothing is, or the whole cannot do without them.
 *
 * <ol>
 *   <li>What is missing is told exactly: it is not in the text, nor meant by a field that is misspelt.
 *   <li>Unknown fields are told before what a part says of itself, which is often for them.
 *   <li>What a part that lacks what was left out says of itself is not told.
 * </ol>
 */
final class YamlMistakes {

    /** Who has more has taken another file for this one. */
    private static final int MOST = 50;

    private static final Pattern MISSING = Pattern.compile("Missing required creator property '([^']+)'");

    private final YamlText text;
    private final Fields fields;
    private final List<YamlMistake> found = new ArrayList<>();
    private final Set<List<String>> left = new HashSet<>();
    private final Set<List<String>> blank = new HashSet<>();
    private final Set<List<String>> unknown = new HashSet<>();

    /** What types are made of. */
    interface Fields {
        Set<String> known(Class<?> type);

        /** Those that it cannot do without. */
        Set<String> required(Class<?> type);
    }

    YamlMistakes(YamlText text, Fields fields) {
        this.text = text;
        this.fields = fields;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of their lines. */
    List<YamlMistake> all() {
        Stream<YamlMistake> sorted = found.stream()
                .distinct()
                .sorted(Comparator.comparingInt(YamlMistake::line).thenComparingInt(YamlMistake::column));
        return left.size() < MOST
                ? sorted.toList()
                : Stream.concat(sorted, Stream.of(new YamlMistake(0, 0, "", "there may be more mistakes than these")))
                        .toList();
    }

    /** What to read the file without. */
    Set<List<String>> left() {
        return Set.copyOf(left);
    }

    /**
     * Fields without a value. Looked for in the text, as a record cannot tell such a field from one that is not there.
     *
     * @param mayBeNull as {@link YamlFile#read} has it
     */
    void requireValues(Predicate<String> mayBeNull) {
        for (YamlText.Place place : text.places()) {
            boolean withoutValue = place.token() == JsonToken.VALUE_NULL
                    ? place.isBlank() || !mayBeNull.test(place.path())
                    : place.token() == JsonToken.VALUE_STRING && place.isBlank();
            if (withoutValue) {
                String path = text.path(place.steps());
                found.add(YamlMistake.at(place.at(), path, "it has no value; give it one, or leave it out"));
                blank.add(place.steps());
            }
        }
    }

    /**
     * Takes down where the reader ended.
     *
     * @return false if it is of no use to read on
     */
    boolean add(JsonProcessingException wrong) {
        if (!(wrong instanceof JsonMappingException mapping)) {
            found.add(YamlWords.syntax(wrong));
            return false;
        }
        List<String> path = YamlWords.steps(mapping);
        if (mapping.getCause() instanceof UnknownFieldsException unknown) {
            return addUnknown(path, unknown);
        }
        return switch (mapping) {
            case MismatchedInputException mismatch
            when MISSING.matcher(mismatch.getOriginalMessage()).find() ->
                addMissing(path.subList(0, path.size() - 1), type(mismatch));
            case ValueInstantiationException refused
            when addUnknownOf(path, refused.getType().getRawClass()) -> true;
            default -> addWrong(path, mapping);
        };
    }

    /** A part has told fields of its own accord that it does not know. */
    private boolean addUnknown(List<String> part, UnknownFieldsException told) {
        boolean goesOn = false;
        for (String name : told.names()) {
            List<String> path = joined(part, name);
            JsonLocation at = text.near(path).orElse(null);
            found.add(YamlMistake.at(at, text.path(part), YamlWords.unknown(name, name, told.known())));
            unknown.add(path);
            goesOn |= leave(path);
        }
        return goesOn;
    }

    /** Told when all of the part was read, beyond its end. */
    private boolean addMissing(List<String> part, Class<?> type) {
        if (addUnknownOf(part, type)) {
            return true;
        }
        JsonLocation at = part.isEmpty() ? null : text.find(part).orElse(null);
        for (String name : fields.required(type)) {
            if (!text.has(joined(part, name)) && !isMisspelt(part, name, type)) {
                String path = text.path(joined(part, name));
                found.add(YamlMistake.at(at, "", "field '" + path + "' is missing"));
            }
        }
        return leave(part);
    }

    private boolean isMisspelt(List<String> part, String name, Class<?> type) {
        NearestNames known = new NearestNames(fields.known(type));
        return text.fields(part).stream()
                .filter(field -> unknown.contains(field.steps()))
                .anyMatch(
                        field -> known.meant(field.field()).filter(name::equals).isPresent());
    }

    /** @return whether a part has fields that its type does not know, and that were not told before */
    private boolean addUnknownOf(List<String> part, Class<?> type) {
        Collection<String> known = fields.known(type);
        boolean any = false;
        for (YamlText.Place field : text.fields(part)) {
            if (!known.isEmpty() && !known.contains(field.field()) && unknown.add(field.steps())) {
                found.add(YamlMistake.at(
                        field.at(), "", YamlWords.unknown(text.path(field.steps()), field.field(), known)));
                any |= leave(field.steps());
            }
        }
        return any;
    }

    private boolean addWrong(List<String> path, JsonMappingException wrong) {
        boolean isUnknown = wrong instanceof UnrecognizedPropertyException;
        boolean isJudged = wrong instanceof MismatchedInputException
                ? isUnknown || !blank.contains(path)
                : Stream.concat(left.stream(), blank.stream()).noneMatch(lacking -> isWithin(lacking, path));
        if (isJudged) {
            found.add(YamlWords.of(wrong, text));
        }
        if (isUnknown) {
            unknown.add(path);
        }
        return leave(path);
    }

    private static boolean isWithin(List<String> path, List<String> part) {
        return path.size() >= part.size() && path.subList(0, part.size()).equals(part);
    }

    private static List<String> joined(List<String> part, String name) {
        return Stream.concat(part.stream(), Stream.of(name)).toList();
    }

    private static Class<?> type(MismatchedInputException missing) {
        return missing.getPath().getLast().getFrom() instanceof Class<?> type ? type : Object.class;
    }

    /**
     * Leaves out a field, or the next around that is one: an element of a list cannot be, as the others would take other numbers.
     *
     * @return whether anything is different without it
     */
    private boolean leave(List<String> path) {
        List<String> field = path;
        while (!field.isEmpty() && !text.has(field)) {
            field = field.subList(0, field.size() - 1);
        }
        return !field.isEmpty() && left.size() < MOST && left.add(List.copyOf(field));
    }
}
