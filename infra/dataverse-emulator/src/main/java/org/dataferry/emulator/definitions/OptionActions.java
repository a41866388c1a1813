package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.RowStore;

/**
 * The actions that change the options of a choice: InsertOptionValue, UpdateOptionValue, DeleteOptionValue, OrderOption. Rows that have a
 * deleted option keep its value.
 *
 * <p>Source: Microsoft's page "Create and update column definitions using the Web API" and the reference of the actions.
 */
public final class OptionActions {
    private static final Set<String> NAMES =
            Set.of("InsertOptionValue", "UpdateOptionValue", "DeleteOptionValue", "OrderOption");

    private final RowStore store;

    public OptionActions(RowStore store) {
        this.store = store;
    }

    public static boolean own(String name) {
        return NAMES.contains(name);
    }

    public ApiResponse answer(ApiRequest request, String name, JsonNode body) {
        if (body.hasNonNull("OptionSetName")) {
            throw Refusals.notEmulated("global choices ('OptionSetName')");
        }
        return switch (name) {
            case "InsertOptionValue" -> inserted(request, body);
            case "UpdateOptionValue" -> change(body, options -> relabelled(options, body));
            case "DeleteOptionValue" -> change(body, options -> without(options, body));
            default -> change(body, options -> ordered(options, body));
        };
    }

    private ApiResponse inserted(ApiRequest request, JsonNode body) {
        int made = store.write(unit -> {
            List<Option> before = options(column(unit.catalog(), body));
            int value = body.path("Value").isInt() ? body.path("Value").intValue() : next(before);
            if (before.stream().anyMatch(option -> option.value() == value)) {
                throw Names.invalid("The choice "
                        + body.path("AttributeLogicalName").asText() + " already has the option " + value + ".");
            }
            List<Option> more = new ArrayList<>(before);
            more.add(Option.of(value, Labels.text(body, "Label", String.valueOf(value))));
            unit.define(with(unit.catalog(), body, more));
            return value;
        });
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@odata.context", request.rootUrl() + "$metadata#Microsoft.Dynamics.CRM.InsertOptionValueResponse");
        json.put("NewOptionValue", made);
        return ApiResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private ApiResponse change(JsonNode body, UnaryOperator<List<Option>> change) {
        store.write(unit -> {
            unit.define(with(unit.catalog(), body, change.apply(options(column(unit.catalog(), body)))));
            return true;
        });
        return ApiResponse.noContent();
    }

    private static int next(List<Option> options) {
        return options.stream()
                .mapToInt(option -> option.value() + 1)
                .filter(value -> value > ColumnReader.FIRST_OPTION)
                .max()
                .orElse(ColumnReader.FIRST_OPTION);
    }

    private static List<Option> relabelled(List<Option> options, JsonNode body) {
        Option old = named(options, body);
        return options.stream()
                .map(option -> option == old ? Option.of(old.value(), Labels.text(body, "Label", old.label())) : option)
                .toList();
    }

    private static List<Option> without(List<Option> options, JsonNode body) {
        Option old = named(options, body);
        return options.stream().filter(option -> option != old).toList();
    }

    /** Those that the list does not name stay behind the others. */
    private static List<Option> ordered(List<Option> options, JsonNode body) {
        List<Option> ordered = new ArrayList<>();
        for (JsonNode value : body.path("Values")) {
            ordered.add(named(options, JsonNodeFactory.instance.objectNode().set("Value", value)));
        }
        options.stream().filter(option -> !ordered.contains(option)).forEach(ordered::add);
        return ordered;
    }

    private static Option named(List<Option> options, JsonNode body) {
        JsonNode value = body.path("Value");
        return options.stream()
                .filter(option -> value.isInt() && option.value() == value.intValue())
                .findFirst()
                .orElseThrow(() -> Names.invalid("The choice has no option " + value + "."));
    }

    private static Catalog with(Catalog catalog, JsonNode body, List<Option> options) {
        Column column = column(catalog, body);
        ColumnType changed = column.type() instanceof ColumnType.Choice choice
                ? new ColumnType.Choice(options, choice.defaultValue())
                : new ColumnType.MultiChoice(options);
        Table table = catalog.requiredTable(body.path("EntityLogicalName").asText());
        return catalog.with(table.changingColumn(column.withType(changed)));
    }

    private static List<Option> options(Column column) {
        return column.type() instanceof ColumnType.Choice choice
                ? choice.options()
                : ((ColumnType.MultiChoice) column.type()).options();
    }

    private static Column column(Catalog catalog, JsonNode body) {
        String tableName = body.path("EntityLogicalName").asText();
        String name = body.path("AttributeLogicalName").asText();
        Table table = catalog.table(tableName);
        Column column = table == null ? null : table.column(name);
        if (column == null
                || !(column.type() instanceof ColumnType.Choice || column.type() instanceof ColumnType.MultiChoice)) {
            throw Names.invalid("'" + tableName + "." + name + "' is no choice.");
        }
        return column;
    }
}
