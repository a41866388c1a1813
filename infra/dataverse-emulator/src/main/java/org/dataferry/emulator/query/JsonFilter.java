package org.dataferry.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.query.Filter.Literal;
import org.jspecify.annotations.Nullable;

/** A filter over a JSON object, for definitions; paths such as {@code RequiredLevel/Value} lead into complex properties. */
public final class JsonFilter {
    private final String type;
    private final ObjectNode json;

    /** @param type for the message about an unknown property */
    public JsonFilter(String type, ObjectNode json) {
        this.type = type;
        this.json = json;
    }

    public boolean matches(Filter filter) {
        return switch (filter) {
            case Filter.And and -> and.of().stream().allMatch(this::matches);
            case Filter.Or or -> or.of().stream().anyMatch(this::matches);
            case Filter.Compare compare ->
                Comparison.holds(
                        Collation.STANDARD, value(compare.property()), compare.operator(), literal(compare.value()));
            case Filter.TextMatch match ->
                Comparison.matches(Collation.STANDARD, value(match.property()), match.function(), match.text())
                        != match.negated();
            case Filter.In in -> {
                Object value = value(in.property());
                yield in.values().contains(String.valueOf(value)) != in.negated();
            }
            case Filter.Between ignored -> throw Refusals.notEmulated("Between on definitions");
            case Filter.ContainValues ignored -> throw Refusals.notEmulated("ContainValues on definitions");
            case Filter.Lambda lambda ->
                throw Refusals.notEmulated(
                        "conditions on the collection '" + lambda.collection() + "' of a definition");
        };
    }

    private @Nullable Object value(String path) {
        JsonNode node = json;
        for (String name : path.split("/")) {
            node = node.get(name);
            if (node == null) {
                throw Refusals.unknownQueryProperty(path, type);
            }
        }
        return node.isNull() ? null : node.isNumber() ? node.decimalValue() : node.asText();
    }

    /** Texts, numbers, and enums of the form {@code Some.Type'Value'}; what else is bare is compared as text. */
    private static @Nullable Object literal(@Nullable Object value) {
        if (!(value instanceof Literal literal)) {
            return value;
        }
        String text = literal.text();
        int quote = text.indexOf('\'');
        if (quote >= 0) {
            return text.substring(quote + 1, text.length() - 1).replace("''", "'");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
