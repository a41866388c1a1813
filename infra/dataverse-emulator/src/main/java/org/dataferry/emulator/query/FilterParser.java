package org.dataferry.emulator.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.dataferry.emulator.assumptions.Assumptions;
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
    /** Deeper nesting than any client writes; keeps the parser's stack small. */
    private static final int MAX_DEPTH = 200;

    private final FilterTokens tokens;
    private final Map<String, String> aliases;
    private final int maxConditions;
    /** Of the lambdas around the present place, the innermost first. */
    private final Deque<String> variables = new ArrayDeque<>();

    private int depth;
    private int conditions;

    private FilterParser(String text, Map<String, String> aliases, int maxConditions) {
        tokens = new FilterTokens(text);
        this.aliases = aliases;
        this.maxConditions = maxConditions;
    }

    /**
     * Of definitions and jobs.
     *
     * @param parameters the options of the query, for the values of aliases such as {@code @p1}
     */
    public static Filter parse(String text, Map<String, String> parameters) {
        return new FilterParser(text, parameters, Integer.MAX_VALUE).whole();
    }

    /** Of rows. */
    static Filter parse(String text, Map<String, String> parameters, Assumptions.Queries queries) {
        Filter filter = new FilterParser(text, parameters, queries.maxConditions()).whole();
        return queries.nullIsNotEqual() ? filter : Nulls.excluded(filter);
    }

    private Filter whole() {
        Filter filter = or();
        tokens.expectEnd();
        return filter;
    }

    private Filter or() {
        List<Filter> parts = joined("or", this::and);
        return parts.size() == 1 ? parts.getFirst() : new Filter.Or(parts);
    }

    private Filter and() {
        List<Filter> parts = joined("and", this::not);
        return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
    }

    /** One list and no tree, so that a long chain needs no deep stack. */
    private List<Filter> joined(String word, Supplier<Filter> part) {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(part.get());
        } while (tokens.takeIf(word));
        return parts;
    }

    private Filter not() {
        if (!tokens.takeIf("not")) {
            return term();
        }
        deeper();
        Filter negated = Negation.of(not());
        depth--;
        return negated;
    }

    private void deeper() {
        if (++depth > MAX_DEPTH) {
            throw Refusals.badQuery("The filter is nested more than " + MAX_DEPTH + " deep.");
        }
    }

    private Filter term() {
        if (tokens.takeIf("(")) {
            return inParentheses();
        }
        if (++conditions > maxConditions) {
            throw Refusals.tooManyConditions();
        }
        String name = tokens.take();
        if (!tokens.takeIf("(")) {
            return comparison(property(name));
        }
        return name.endsWith("/any") || name.endsWith("/all") ? lambda(name) : function(name);
    }

    private Filter inParentheses() {
        deeper();
        Filter inner = or();
        tokens.expect(")");
        depth--;
        return inner;
    }

    /** {@code collection/any(c:condition)}; the variable stands before each property of the condition. */
    private Filter lambda(String name) {
        boolean all = name.endsWith("/all");
        String collection = property(name.substring(0, name.lastIndexOf('/')));
        if (!all && tokens.takeIf(")")) {
            return new Filter.Lambda(collection, null, false, false);
        }
        String start = tokens.take();
        int colon = start.indexOf(':');
        if (colon < 1) {
            throw Refusals.badQuery("'" + start + "' begins no condition such as c:c/name eq 'x' in '" + name + "'.");
        }
        if (colon < start.length() - 1) {
            tokens.giveBack(start.substring(colon + 1));
        }
        variables.push(start.substring(0, colon));
        Filter condition = inParentheses();
        variables.pop();
        return new Filter.Lambda(collection, condition, all, false);
    }

    /** The name without the variable of the lambda around it. */
    private String property(String name) {
        if (variables.isEmpty()) {
            return name;
        }
        String prefix = variables.getFirst() + "/";
        if (!name.startsWith(prefix)) {
            throw Refusals.notEmulated("'" + name + "' in a condition on '" + variables.getFirst()
                    + "': a property of another row than that of the innermost any or all");
        }
        return name.substring(prefix.length());
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
        String function = name.startsWith(FUNCTIONS) && variables.isEmpty() ? name.substring(FUNCTIONS.length()) : "";
        return switch (function) {
            case "In" -> list(name, (property, values) -> new Filter.In(property, values, false));
            case "NotIn" -> list(name, (property, values) -> new Filter.In(property, values, true));
            case "ContainValues" -> list(name, (property, values) -> new Filter.ContainValues(property, values, false));
            case "DoesNotContainValues" ->
                list(name, (property, values) -> new Filter.ContainValues(property, values, true));
            case "Between" -> list(name, (property, values) -> between(property, values, false));
            case "NotBetween" -> list(name, (property, values) -> between(property, values, true));
            default -> throw Refusals.notEmulated("the query function '" + name + "' here");
        };
    }

    private static Filter between(String property, List<Object> values, boolean negated) {
        if (values.size() != 2) {
            throw Refusals.badQuery("Between takes two PropertyValues, not " + values.size() + ".");
        }
        return new Filter.Between(property, values.get(0), values.get(1), negated);
    }

    /** A function of {@code PropertyName} and {@code PropertyValues}. */
    private Filter list(String name, BiFunction<String, List<Object>, Filter> filter) {
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
        return filter.apply(
                unquoted == null ? property : unquoted,
                PropertyValues.read(resolve(arguments.getOrDefault("PropertyValues", ""))));
    }

    private Filter textMatch(TextFunction function) {
        String property = property(tokens.take());
        tokens.expect(",");
        String text = Literals.unquoted(resolve(tokens.take()));
        tokens.expect(")");
        if (text == null) {
            throw Refusals.badQuery("The function " + function + " takes a property and a text.");
        }
        return new Filter.TextMatch(property, function, text, false);
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
}
