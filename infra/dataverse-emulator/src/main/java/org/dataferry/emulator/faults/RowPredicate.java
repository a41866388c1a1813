package org.dataferry.emulator.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.dataferry.emulator.error.EmulatorException;

/** Whether a row in a body, alone or among Targets, has a value in a column. */
final class RowPredicate {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String column;
    private final Predicate<String> value;

    private RowPredicate(String column, Predicate<String> value) {
        this.column = column;
        this.value = value;
    }

    static RowPredicate of(RuleText.Where where) {
        if ((where.equals() == null) == (where.matches() == null)) {
            throw new EmulatorException("where needs either equals or matches");
        }
        String equals = where.equals();
        return new RowPredicate(
                where.column(),
                equals != null
                        ? equals::equals
                        : Pattern.compile(String.valueOf(where.matches())).asPredicate());
    }

    boolean test(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (!json.path("Targets").isArray()) {
                return row(json);
            }
            for (JsonNode target : json.path("Targets")) {
                if (row(target)) {
                    return true;
                }
            }
            return false;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private boolean row(JsonNode row) {
        JsonNode found = row.get(column);
        return found != null && value.test(found.asText());
    }
}
