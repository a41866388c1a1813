package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Label;
import org.dataferry.emulator.store.RowStore;

/**
 * The actions that change the options of a choice: InsertOptionValue, UpdateOptionValue, DeleteOptionValue, OrderOption. Rows that have a
 * deleted option keep its value.
 *
 * <p>Source: Microsoft's page "Create and update choices (option sets) using the Web API" and the reference of the actions.
 */
final class OptionActions {
    private static final Set<String> NAMES =
            Set.of("InsertOptionValue", "UpdateOptionValue", "DeleteOptionValue", "OrderOption");

    private final RowStore store;

    OptionActions(RowStore store) {
        this.store = store;
    }

    static boolean own(String name) {
        return NAMES.contains(name);
    }

    ApiResponse answer(ApiRequest request, String name, JsonNode body) {
        return switch (name) {
            case "InsertOptionValue" -> inserted(request, body);
            case "UpdateOptionValue" -> change(body, options -> relabelled(options, body));
            case "DeleteOptionValue" -> change(body, options -> without(options, body));
            default -> change(body, options -> ordered(options, body));
        };
    }

    private ApiResponse inserted(ApiRequest request, JsonNode body) {
        int made = store.write(unit -> {
            OptionList list = OptionList.of(unit.catalog(), body);
            int value = body.path("Value").isInt() ? body.path("Value").intValue() : Options.next(list.options());
            Options.requireNew(list.options(), value);
            List<Option> more = new ArrayList<>(list.options());
            more.add(Option.of(value, Labels.of(body, "Label", String.valueOf(value))));
            unit.define(list.in(unit.catalog(), more));
            return value;
        });
        return Answers.ofAction(
                request,
                "InsertOptionValueResponse",
                JsonNodeFactory.instance.objectNode().put("NewOptionValue", made));
    }

    private ApiResponse change(JsonNode body, UnaryOperator<List<Option>> change) {
        store.write(unit -> {
            OptionList list = OptionList.of(unit.catalog(), body);
            return Definitions.define(unit, list.in(unit.catalog(), change.apply(list.options())));
        });
        return ApiResponse.noContent();
    }

    /** Texts in languages that the new label does not have stay with MergeLabels only. */
    private static List<Option> relabelled(List<Option> options, JsonNode body) {
        Option old = named(options, body.path("Value"));
        Label wanted = Labels.of(body, "Label");
        boolean merged = wanted.texts().isEmpty() || body.path("MergeLabels").asBoolean(false);
        Label label = merged ? old.label().with(wanted) : wanted;
        return options.stream()
                .map(option -> option == old ? old.with(label) : option)
                .toList();
    }

    private static List<Option> without(List<Option> options, JsonNode body) {
        Option old = named(options, body.path("Value"));
        return options.stream().filter(option -> option != old).toList();
    }

    /** Those that the list does not name stay behind the others. */
    private static List<Option> ordered(List<Option> options, JsonNode body) {
        List<Option> ordered = new ArrayList<>();
        body.path("Values").forEach(value -> ordered.add(named(options, value)));
        options.stream().filter(option -> !ordered.contains(option)).forEach(ordered::add);
        return ordered;
    }

    private static Option named(List<Option> options, JsonNode value) {
        return options.stream()
                .filter(option -> value.isInt() && option.value() == value.intValue())
                .findFirst()
                .orElseThrow(() -> Names.invalid("The choice has no option " + value + "."));
    }
}
