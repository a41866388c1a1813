package org.dataferry.emulator.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Message;
import org.dataferry.emulator.metadata.Table;

/**
 * A QueryExpression as JSON, as a table and a $filter.
 *
 * <p>Source: Microsoft's references of QueryExpression, FilterExpression and ConditionExpression.
 */
record QueryExpression(String table, String filter) {
    static QueryExpression read(Catalog catalog, JsonNode json) {
        String name = json.path("EntityName").asText();
        Table table = catalog.table(name);
        if (table == null || table.intersect()) {
            throw Refusals.badRequest("The entity with a name = '" + name + "' was not found.");
        }
        if (Message.readOnly(table)) {
            throw Refusals.messageNotSupported(Message.Delete.name(), name);
        }
        for (String part : List.of("LinkEntities", "Orders", "TopCount")) {
            JsonNode value = json.path(part);
            if (value.isNumber() || value.size() > 0) {
                throw Refusals.notEmulated("the member '" + part + "' of a QueryExpression");
            }
        }
        return new QueryExpression(name, filter(table, json.path("Criteria")));
    }

    private static String filter(Table table, JsonNode criteria) {
        String joint = criteria.path("FilterOperator").asText("And").equals("Or") ? " or " : " and ";
        List<String> terms = new ArrayList<>();
        criteria.path("Conditions").forEach(condition -> terms.add(condition(table, condition)));
        for (JsonNode inner : criteria.path("Filters")) {
            String text = filter(table, inner);
            if (!text.isEmpty()) {
                terms.add("(" + text + ")");
            }
        }
        return String.join(joint, terms);
    }

    private static String condition(Table table, JsonNode condition) {
        String name = condition.path("AttributeName").asText();
        Column column = table.column(name);
        if (column == null) {
            throw Refusals.unknownQueryProperty(name, table.logicalName());
        }
        String property = column.wireName();
        List<String> values = new ArrayList<>();
        condition.path("Values").forEach(value -> values.add(literal(column, value)));
        String first = values.isEmpty() ? "null" : values.getFirst();
        return switch (condition.path("Operator").asText()) {
            case "Equal" -> property + " eq " + first;
            case "NotEqual" -> property + " ne " + first;
            case "GreaterThan" -> property + " gt " + first;
            case "GreaterEqual" -> property + " ge " + first;
            case "LessThan" -> property + " lt " + first;
            case "LessEqual" -> property + " le " + first;
            case "Null" -> property + " eq null";
            case "NotNull" -> property + " ne null";
            case "BeginsWith" -> "startswith(" + property + "," + first + ")";
            case "EndsWith" -> "endswith(" + property + "," + first + ")";
            case "Contains" -> "contains(" + property + "," + first + ")";
            case "In" -> any(property, values, " eq ", " or ");
            case "NotIn" -> property + " ne null and " + any(property, values, " ne ", " and ");
            default ->
                throw Refusals.notEmulated(
                        "the condition operator '" + condition.path("Operator").asText() + "'");
        };
    }

    private static String any(String property, List<String> values, String operator, String joint) {
        return values.stream().map(value -> property + operator + value).collect(Collectors.joining(joint, "(", ")"));
    }

    /** Values come plain or, as Microsoft's samples have them, as an object with their type. */
    private static String literal(Column column, JsonNode value) {
        String text = value.isObject() ? value.path("Value").asText() : value.asText();
        boolean quoted = column.type() instanceof ColumnType.Text || column.type() instanceof ColumnType.Memo;
        return quoted ? "'" + text.replace("'", "''") + "'" : text;
    }
}
