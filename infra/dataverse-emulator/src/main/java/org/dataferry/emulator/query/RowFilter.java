package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.Filter.Literal;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.value.Literals;
import org.jspecify.annotations.Nullable;

/** A filter bound to a table: names are columns, literals are values of their types, anything else is refused. */
final class RowFilter {
    private final Table table;
    private final Collation collation;

    RowFilter(Table table, Collation collation) {
        this.table = table;
        this.collation = collation;
    }

    Predicate<Row> bind(Filter filter) {
        return switch (filter) {
            case Filter.And and -> bind(and.left()).and(bind(and.right()));
            case Filter.Or or -> bind(or.left()).or(bind(or.right()));
            case Filter.Not not -> bind(not.filter()).negate();
            case Filter.Compare compare -> {
                Column column = column(compare.property());
                Object value = value(column, compare.value());
                yield row -> Comparison.holds(collation, row.get(column), compare.operator(), value);
            }
            case Filter.TextMatch match -> {
                Column column = column(match.property());
                yield row -> Comparison.matches(collation, row.get(column), match.function(), match.text());
            }
            case Filter.In in -> {
                Column column = column(in.property());
                Set<Object> wanted = new HashSet<>();
                values(column, in).forEach(value -> wanted.add(Comparison.key(collation, value)));
                yield row -> {
                    Object value = row.get(column);
                    return (value != null && wanted.contains(Comparison.key(collation, value))) != in.negated();
                };
            }
        };
    }

    Collation collation() {
        return collation;
    }

    Column column(String name) {
        Column column = table.wireColumn(name);
        if (column == null && name.indexOf('/') > 0) {
            throw Refusals.notEmulated("conditions on related rows ('" + name + "')");
        }
        // The query functions name a lookup's column, not its wire name.
        column = column == null ? table.column(name) : column;
        if (column == null) {
            throw Refusals.unknownQueryProperty(name, table.logicalName());
        }
        return column;
    }

    @Nullable Object value(Column column, @Nullable Object literal) {
        if (!(literal instanceof Literal written)) {
            return literal;
        }
        Object value = Literals.parse(column.type(), written.text());
        if (value == null) {
            throw incompatible(column, written.text());
        }
        return value;
    }

    List<Object> values(Column column, Filter.In in) {
        List<Object> values = new ArrayList<>();
        for (Object text : in.values()) {
            Object value = Literals.parseText(column.type(), text.toString());
            if (value == null) {
                throw incompatible(column, text.toString());
            }
            values.add(value);
        }
        return values;
    }

    private static Refusal incompatible(Column column, String literal) {
        return Refusals.badRequest("A binary operator with incompatible types was detected: the literal " + literal
                + " can't be compared with '" + column.wireName() + "' of type "
                + column.type().attributeType() + ".");
    }
}
