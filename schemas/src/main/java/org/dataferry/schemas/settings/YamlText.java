package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Where everything stands in a text. */
final class YamlText {

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final List<Place> places = new ArrayList<>();

    /**
     * @param steps names of fields and numbers of elements, from the outermost to this
     * @param field its name, if a field begins here; else empty
     * @param token that stands here
     * @param isBlank whether nothing at all stands here
     */
    record Place(List<String> steps, String field, JsonToken token, JsonLocation at, boolean isBlank) {

        /** {@code a.b.0.c}. */
        String path() {
            return String.join(".", steps);
        }

        /** Whether it is a field of the part with this path. */
        boolean isFieldOf(List<String> part) {
            return !field.isEmpty()
                    && steps.size() == part.size() + 1
                    && steps.subList(0, part.size()).equals(part);
        }
    }

    /** @throws IOException where the text is none that can be parsed */
    YamlText(YAMLMapper mapper, String text) throws IOException {
        try (JsonParser parser = mapper.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                places.add(new Place(
                        steps(parser),
                        token == JsonToken.FIELD_NAME ? parser.currentName() : "",
                        token,
                        parser.currentTokenLocation(),
                        isBlank(parser)));
            }
        }
    }

    List<Place> places() {
        return places;
    }

    /** The fields of a part. */
    List<Place> fields(List<String> part) {
        return places.stream().filter(place -> place.isFieldOf(part)).toList();
    }

    /** Whether there is a field with this path. */
    boolean has(List<String> path) {
        return places.stream()
                .anyMatch(place -> !place.field().isEmpty() && place.steps().equals(path));
    }

    /** {@code a.b.[0].c}, with brackets around the numbers of elements. */
    String path(List<String> steps) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            boolean isElement = NUMBER.matcher(step).matches() && !has(steps.subList(0, i + 1));
            path.add(isElement ? "[" + step + "]" : step);
        }
        return String.join(".", path);
    }

    /** Where a field or an element begins, or what is next around it, as a list may be written without its brackets. */
    Optional<JsonLocation> near(List<String> path) {
        return IntStream.rangeClosed(0, path.size())
                .mapToObj(cut -> find(path.subList(0, path.size() - cut)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Where a field or an element begins. */
    Optional<JsonLocation> find(List<String> path) {
        return places.stream()
                .filter(place -> place.steps().equals(path))
                .findFirst()
                .map(Place::at);
    }

    /** The path at which a parser stands. */
    static List<String> steps(JsonParser parser) {
        List<String> steps = new ArrayList<>();
        JsonPointer rest = parser.getParsingContext().pathAsPointer();
        while (!rest.matches()) {
            steps.add(rest.getMatchingProperty());
            rest = rest.tail();
        }
        return steps;
    }

    /** Nothing at all, in contrast to a pair of quotes with nothing in it, which is an empty text. */
    private static boolean isBlank(JsonParser parser) {
        return parser.currentTokenLocation().getCharOffset()
                == parser.currentLocation().getCharOffset();
    }
}
