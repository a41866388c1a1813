package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.dataferry.emulator.definitions.Definition.Expanded;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.query.Filter;
import org.dataferry.emulator.query.FilterParser;
import org.dataferry.emulator.query.JsonFilter;
import org.jspecify.annotations.Nullable;

/** $select, $filter and $expand over definitions. MetadataId is always there; there is no paging. */
final class Selection {
    private static final Set<String> OPTIONS = Set.of("$select", "$filter", "$expand");

    private final @Nullable Filter filter;
    private final List<String> select = new ArrayList<>();
    private final List<String> expand;

    Selection(Map<String, String> options) {
        for (String name : options.keySet()) {
            if (name.startsWith("$") && !OPTIONS.contains(name)) {
                throw Refusals.badQuery("The query option '" + name + "' is not supported on definitions.");
            }
        }
        String text = options.get("$filter");
        filter = text == null ? null : FilterParser.parse(text, options);
        for (String name : options.getOrDefault("$select", "").split(",")) {
            if (!name.isBlank()) {
                select.add(name.strip());
            }
        }
        expand = splitOutsideParentheses(options.getOrDefault("$expand", ""));
    }

    ArrayNode list(List<Definition> definitions) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Definition definition : definitions) {
            if (filter == null || new JsonFilter(definition.type(), definition.properties()).matches(filter)) {
                array.add(one(definition));
            }
        }
        return array;
    }

    ObjectNode one(Definition definition) {
        ObjectNode json = selected(definition);
        for (String term : expand) {
            int open = term.indexOf('(');
            String name = open < 0 ? term : term.substring(0, open);
            Supplier<Expanded> expanded = definition.navigation().get(name);
            if (expanded == null) {
                throw Refusals.badQuery("Could not find a property named '" + name
                        + "' on type 'Microsoft.Dynamics.CRM." + definition.type() + "'.");
            }
            json.set(name, expanded(expanded.get(), open < 0 ? "" : term.substring(open + 1, term.length() - 1)));
        }
        return json;
    }

    private ObjectNode selected(Definition definition) {
        if (select.isEmpty()) {
            return definition.properties().deepCopy();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        copy(definition.properties(), "@odata.type", json);
        for (String name : select) {
            if (!definition.properties().has(name)) {
                throw Refusals.badQuery("Could not find a property named '" + name
                        + "' on type 'Microsoft.Dynamics.CRM." + definition.type() + "'.");
            }
            copy(definition.properties(), name, json);
        }
        copy(definition.properties(), "MetadataId", json);
        return json;
    }

    private static JsonNode expanded(Expanded expanded, String options) {
        Map<String, String> inner =
                options.startsWith("$select=") ? Map.of("$select", options.substring("$select=".length())) : Map.of();
        if (inner.isEmpty() && !options.isEmpty()) {
            throw Refusals.notEmulated("$expand of definitions with other options than $select ('" + options + "')");
        }
        return switch (expanded) {
            case Expanded.Many many -> new Selection(inner).list(many.definitions());
            case Expanded.Plain plain ->
                plain.node() instanceof ObjectNode node
                        ? new Selection(inner).selected(new Definition("OptionSetMetadata", node, Map.of()))
                        : plain.node();
        };
    }

    private static void copy(ObjectNode from, String name, ObjectNode to) {
        JsonNode value = from.get(name);
        if (value != null) {
            to.set(name, value);
        }
    }

    private static List<String> splitOutsideParentheses(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth <= 0) {
                if (i > start) {
                    parts.add(text.substring(start, i).strip());
                }
                start = i + 1;
            }
        }
        return parts;
    }
}
