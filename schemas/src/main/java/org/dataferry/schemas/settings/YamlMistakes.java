package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The mistakes of one file. As a reader ends at the first, the file is read again without the fields that are known to be wrong, until
 * nothing is, or the whole cannot do without them.
 *
 * <p>A part that lacks what was left out is not judged: what it says of itself may be for that.
 */
final class YamlMistakes {

    /** Who has more has taken another file for this one. */
    private static final int MOST = 50;

    private final YamlText text;
    private final Function<Class<?>, Set<String>> known;
    private final List<YamlMistake> found = new ArrayList<>();
    private final Set<List<String>> left = new HashSet<>();

    /** @param known the fields that a type is made of */
    YamlMistakes(YamlText text, Function<Class<?>, Set<String>> known) {
        this.text = text;
        this.known = known;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of their lines. */
    List<YamlMistake> all() {
        return found.stream()
                .sorted(Comparator.comparingInt(YamlMistake::line).thenComparingInt(YamlMistake::column))
                .distinct()
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
                found.add(YamlMistake.at(place.at(), place.path(), "it has no value; give it one, or leave it out"));
                leave(place.steps());
            }
        }
    }

    /**
     * Takes down where the reader ended.
     *
     * @return false if it is of no use to read on
     */
    boolean add(JsonProcessingException wrong) {
        List<String> part = wrong instanceof JsonMappingException mapping ? part(mapping) : List.of();
        found.addAll(YamlWords.explain(wrong, !lacksSome(part), text, known));
        return wrong.getCause() instanceof UnknownFieldsException unknown && part.isEmpty()
                ? unknown.names().stream().map(name -> leave(List.of(name))).reduce(false, Boolean::logicalOr)
                : leave(part);
    }

    private boolean lacksSome(List<String> part) {
        return left.stream()
                .anyMatch(path -> path.size() >= part.size()
                        && path.subList(0, part.size()).equals(part));
    }

    /** @return whether anything is different without it */
    private boolean leave(List<String> path) {
        return !path.isEmpty() && left.add(List.copyOf(path)) && left.size() < MOST;
    }

    /** The path of what is wrong, or of the list that it is in. */
    private static List<String> part(JsonMappingException wrong) {
        List<String> path = new ArrayList<>();
        for (JsonMappingException.Reference step : wrong.getPath()) {
            if (step.getFieldName() == null) {
                return path;
            }
            path.add(step.getFieldName());
        }
        return YamlWords.isMissing(wrong) ? path.subList(0, path.size() - 1) : path;
    }
}
