package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.metadata.ColumnType.Option;

/** How options are read from and written to JSON, and numbered. Source: Microsoft's reference of OptionMetadata. */
final class Options {
    /** The value of the first option that came without one. */
    static final int FIRST = 100_000_000;

    private Options() {}

    /** @param set an OptionSetMetadata */
    static List<Option> of(JsonNode set) {
        List<Option> options = new ArrayList<>();
        for (JsonNode option : set.path("Options")) {
            int value = option.path("Value").asInt(next(options));
            requireNew(options, value);
            options.add(Option.of(value, Labels.of(option, "Label", String.valueOf(value))));
        }
        return options;
    }

    static int next(List<Option> options) {
        return options.stream()
                .mapToInt(option -> option.value() + 1)
                .filter(value -> value > FIRST)
                .max()
                .orElse(FIRST);
    }

    static void requireNew(List<Option> options, int value) {
        if (options.stream().anyMatch(option -> option.value() == value)) {
            throw Names.invalid("The choice already has the option " + value + ".");
        }
    }

    static ObjectNode json(Option option) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("Value", option.value());
        json.set("Label", Labels.json(option.label()));
        if (option.state() >= 0) {
            json.put("State", option.state());
        }
        if (option.defaultStatus() >= 0) {
            json.put("DefaultStatus", option.defaultStatus());
        }
        return json;
    }
}
