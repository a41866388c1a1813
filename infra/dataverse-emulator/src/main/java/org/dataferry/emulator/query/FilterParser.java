package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.query.Filter.Literal;
import org.dataferry.emulator.query.Filter.Operator;
import org.dataferry.emulator.query.Filter.TextFunction;
import org.dataferry.emulator.value.Literals;
import org.jspecify.annotations.Nullable;

/**
 * Reads a $filter, with parameter aliases.
 *
 * <p>Source: Microsoft's page "Filter rows using OData".
 */
public final class FilterParser {
    private static final String FUNCTIONS = "Microsoft.Dynamics.CRM.";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Deeper nesting than any client writes; keeps the parser's stack small. */
    private static final int MAX_DEPTH = 200;

    private final FilterTokens tokens;
    private final Map<String, String> aliases;
    private int depth;

    private FilterParser(String text, Map<String, String> aliases) {
        tokens = new FilterTokens(text);
        this.aliases = aliases;
    }

    /** @param parameters the options of the query, for the values of aliases such as {@code @p1} */
    public static Filter parse(String text, Map<String, String> parameters) {
        FilterParser parser = new FilterParser(text, parameters);
        Filter filter = parser.or();
        parser.tokens.expectEnd();
        return filter;
    }

    private Filter or() {
        Filter left = and();
        while (tokens.takeIf("or")) {
            left = new Filter.Or(left, and());
        }
        return left;
    }

    private Filter and() {
        Filter left = not();
        while (tokens.takeIf("and")) {
            left = new Filter.And(left, not());
        }
        return left;
    }

    private Filter not() {
        return tokens.takeIf("not") ? new Filter.Not(not()) : term();
    }

    private Filter term() {
        if (tokens.takeIf("(")) {
            if (++depth > MAX_DEPTH) {
                throw Refusals.badQuery("The filter is nested more than " + MAX_DEPTH + " deep.");
            }
            Filter inner = or();
            tokens.expect(")");
            depth--;
            return inner;
        }
        String name = tokens.take();
        return tokens.takeIf("(") ? function(name) : comparison(name);
    }

    private Filter comparison(String property) {
        String operator = tokens.take();
        for (Operator known : Operator.values()) {
            if (known.name().equals(operator)) {
                return new Filter.Compare(property, known, literal(tokens.take()));
            }
        }
        throw Refusals.badQuery("'" + operator + "' is not an operator of $filter behind '" + property + "'.");
    }

    private Filter function(String name) {
        for (TextFunction known : TextFunction.values()) {
            if (known.name().equals(name)) {
                return textMatch(known);
            }
        }
        if (!name.equals(FUNCTIONS + "In") && !name.equals(FUNCTIONS + "NotIn")) {
            throw Refusals.notEmulated("the query function '" + name + "'");
        }
        Map<String, String> arguments = new HashMap<>();
        do {
            String argument = tokens.take();
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw Refusals.badQuery("The function " + name + " takes named arguments, not '" + argument + "'.");
            }
            arguments.put(argument.substring(0, equals), argument.substring(equals + 1));
        } while (tokens.takeIf(","));
        tokens.expect(")");
        String property = resolve(arguments.getOrDefault("PropertyName", ""));
        String unquoted = Literals.unquoted(property);
        return new Filter.In(
                unquoted == null ? property : unquoted,
                list(resolve(arguments.getOrDefault("PropertyValues", ""))),
                name.endsWith("NotIn"));
    }

    private Filter textMatch(TextFunction function) {
        String property = tokens.take();
        tokens.expect(",");
        String text = Literals.unquoted(resolve(tokens.take()));
        tokens.expect(")");
        if (text == null) {
            throw Refusals.badQuery("The function " + function + " takes a property and a text.");
        }
        return new Filter.TextMatch(property, function, text);
    }

    private @Nullable Object literal(String token) {
        String resolved = resolve(token);
        return resolved.equals("null") ? null : new Literal(resolved);
    }

    private String resolve(String token) {
        if (!token.startsWith("@")) {
            return token;
        }
        String value = aliases.get(token);
        if (value == null) {
            throw Refusals.badQuery("The parameter alias '" + token + "' has no value in the query.");
        }
        return value.strip();
    }

    private static List<Object> list(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (!node.isArray()) {
                throw Refusals.badQuery("PropertyValues must be a list of texts, such as [\"a\",\"b\"].");
            }
            List<Object> values = new ArrayList<>();
            node.forEach(value -> values.add(value.asText()));
            return values;
        } catch (JsonProcessingException e) {
            throw Refusals.badQuery(
                    "PropertyValues must be a list of texts, such as [\"a\",\"b\"]; found " + json + ".");
        }
    }
}
