package org.dataferry.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;

/** What is wrong with settings, in words for the one who wrote them. */
final class SettingsProblem {
    private final JsonProcessingException cause;
    private final List<Reference> path;

    SettingsProblem(JsonProcessingException cause) {
        this.cause = cause;
        path = cause instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    }

    EmulatorException at(String origin, String text) {
        int line = line(text);
        return new EmulatorException(origin + ": " + (line > 0 ? "line " + line + ": " : "") + sentence(), cause);
    }

    private String sentence() {
        for (Throwable reason = cause.getCause(); reason != null; reason = reason.getCause()) {
            if (reason instanceof EmulatorException own) {
                return own.getMessage() + "";
            }
        }
        String name = path.stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return switch (cause) {
            case UnrecognizedPropertyException unknown ->
                name + " is no setting; here there are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "));
            case InvalidFormatException format ->
                name + " must be " + kind(format.getTargetType()) + ", not '" + format.getValue() + "'";
            case MismatchedInputException mismatch -> name + " must be " + kind(mismatch.getTargetType());
            default ->
                name + ": " + cause.getOriginalMessage().lines().findFirst().orElse("");
        };
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "another kind of value";
        }
        if (type.isRecord()) {
            return "a section with names and values that is complete";
        }
        if (type.isEnum()) {
            return "one of " + List.of(type.getEnumConstants());
        }
        return switch (type.getSimpleName()) {
            case "int", "long", "Integer", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "UUID" -> "a GUID";
            case "Duration" -> "a duration with its unit, such as 200ms, 1.5s, 5m or 24h";
            case "List", "ArrayList" -> "a list";
            default -> "a " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
        };
    }

    /** Where the names of the path stand in the text, one after the other; 0 if they don't. */
    private int line(String text) {
        List<String> lines = text.lines().toList();
        int found = 0;
        int at = 0;
        for (Reference step : path) {
            String name = step.getFieldName();
            if (name == null) {
                continue;
            }
            int next = at;
            while (next < lines.size() && !mentions(lines.get(next), name)) {
                next++;
            }
            if (next < lines.size()) {
                at = next;
                found = next + 1;
            }
        }
        return found;
    }

    private static boolean mentions(String line, String name) {
        return line.matches("(^|.*[\\s{,\"'])" + java.util.regex.Pattern.quote(name) + "[\"']?\\s*:.*");
    }
}
