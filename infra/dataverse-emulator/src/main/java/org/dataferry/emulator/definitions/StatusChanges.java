package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Table;

/** New statuses, each of one state. Source: Microsoft's reference of the action InsertStatusValue. */
final class StatusChanges {
    private static final Pattern TARGET = Pattern.compile("tostatusid=[\"'](\\d+)[\"']");

    private StatusChanges() {}

    /** The value that the action asks for, or the next one that is free. */
    static int value(Catalog catalog, JsonNode json) {
        JsonNode asked = json.path("Value");
        return asked.isInt()
                ? asked.intValue()
                : Math.max(
                        Options.FIRST,
                        1
                                + status(catalog, json).options().stream()
                                        .mapToInt(Option::value)
                                        .max()
                                        .orElse(0));
    }

    static Catalog insert(Catalog catalog, JsonNode json, int value) {
        Table table = table(catalog, json);
        int state = json.path("StateCode").asInt(-1);
        ColumnType.State states =
                (ColumnType.State) table.requiredColumn("statecode").type();
        if (states.options().stream().noneMatch(option -> option.value() == state)) {
            throw Names.invalid(
                    "StateCode " + json.path("StateCode") + " is not a state of " + table.logicalName() + ".");
        }
        ColumnType.Status statuses = status(catalog, json);
        if (statuses.options().stream().anyMatch(option -> option.value() == value)) {
            throw Names.invalid("The table " + table.logicalName() + " already has the status " + value + ".");
        }
        List<Option> options = new ArrayList<>(statuses.options());
        options.add(new Option(value, Labels.of(json, "Label", String.valueOf(value)), state, -1));
        Column column = table.requiredColumn("statuscode");
        return catalog.with(
                table.changingColumn(column.withType(new ColumnType.Status(options, statuses.transitions()))));
    }

    /**
     * The statuses with the transitions that the options' TransitionData has. Without any, every status leads to every other; without
     * options the transitions stay.
     *
     * <p>Source: Microsoft's page "Define custom state model transitions".
     */
    static ColumnType.Status transitions(ColumnType.Status statuses, JsonNode json) {
        if (!json.path("OptionSet").has("Options")) {
            return statuses;
        }
        Map<Integer, List<Integer>> transitions = new HashMap<>();
        for (JsonNode option : json.path("OptionSet").path("Options")) {
            String data = option.path("TransitionData").asText("");
            if (!data.isEmpty() && !data.equals("null")) {
                transitions.put(option.path("Value").asInt(), targets(data));
            }
        }
        return new ColumnType.Status(statuses.options(), transitions);
    }

    private static List<Integer> targets(String transitionData) {
        List<Integer> targets = new ArrayList<>();
        Matcher matcher = TARGET.matcher(transitionData);
        while (matcher.find()) {
            targets.add(Integer.valueOf(matcher.group(1)));
        }
        return targets;
    }

    private static ColumnType.Status status(Catalog catalog, JsonNode json) {
        return (ColumnType.Status)
                table(catalog, json).requiredColumn("statuscode").type();
    }

    private static Table table(Catalog catalog, JsonNode json) {
        String name = json.path("EntityLogicalName").asText("");
        Table table = catalog.table(name);
        String column = json.path("AttributeLogicalName").asText("");
        if (table == null || table.column("statuscode") == null || !column.equals("statuscode")) {
            throw Names.invalid("'" + name + "." + column + "' is not the status of a table.");
        }
        return table;
    }
}
