package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.Filter.Literal;
import org.dataferry.emulator.query.Filter.Operator;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.dataferry.emulator.value.Literals;
import org.jspecify.annotations.Nullable;

/**
 * A filter bound to a table: names are columns, literals are values of their types, anything else is refused.
 *
 * <p>Source: Microsoft's page "Filter rows using OData".
 */
final class RowFilter {
    private final RowReads reads;
    private final Table table;
    private final Collation collation;

    RowFilter(RowReads reads, Table table) {
        this.reads = reads;
        this.table = table;
        collation = reads.catalog().collation();
    }

    Predicate<Row> bind(Filter filter) {
        return switch (filter) {
            case Filter.And and -> {
                List<Predicate<Row>> parts = and.of().stream().map(this::bind).toList();
                yield row -> parts.stream().allMatch(part -> part.test(row));
            }
            case Filter.Or or -> {
                List<Predicate<Row>> parts = or.of().stream().map(this::bind).toList();
                yield row -> parts.stream().anyMatch(part -> part.test(row));
            }
            case Filter.Compare compare -> compare(compare);
            case Filter.TextMatch match -> {
                Operand operand = operand(match.property());
                TextPattern pattern = TextPattern.of(collation, match.function(), match.text());
                yield row -> {
                    Object value = operand.of(row);
                    return (value != null && pattern.matches(value.toString())) != match.negated();
                };
            }
            case Filter.In in -> {
                Operand operand = operand(in.property());
                Set<Object> wanted = new HashSet<>();
                values(operand.column(), in.values()).forEach(value -> wanted.add(Comparison.key(collation, value)));
                yield row -> {
                    Object value = operand.of(row);
                    return value != null && wanted.contains(Comparison.key(collation, value)) != in.negated();
                };
            }
            case Filter.Between between -> between(between);
            case Filter.ContainValues contain -> containValues(contain);
            case Filter.Lambda lambda -> lambda(lambda);
        };
    }

    private Predicate<Row> compare(Filter.Compare compare) {
        Operand operand = operand(compare.property());
        Column other = otherColumn(compare.value());
        if (other == null) {
            Object value = value(operand.column(), compare.value());
            return row -> Comparison.holds(collation, operand.of(row), compare.operator(), value);
        }
        if (!operand.path().isEmpty()) {
            throw Refusals.notEmulated("comparing a column of a related row with '" + other.wireName() + "'");
        }
        if (!operand.column().type().attributeType().equals(other.type().attributeType())) {
            throw incompatible(operand.column(), other.wireName());
        }
        return row -> row.get(operand.column()) != null
                && row.get(other) != null
                && Comparison.holds(collation, row.get(operand.column()), compare.operator(), row.get(other));
    }

    private Predicate<Row> between(Filter.Between between) {
        Operand operand = operand(between.property());
        List<Object> ends = values(operand.column(), List.of(between.low(), between.high()));
        return row -> {
            Object value = operand.of(row);
            boolean inside = Comparison.holds(collation, value, Operator.ge, ends.get(0))
                    && Comparison.holds(collation, value, Operator.le, ends.get(1));
            return value != null && inside != between.negated();
        };
    }

    /** One of the values is enough. */
    private Predicate<Row> containValues(Filter.ContainValues contain) {
        Operand operand = operand(contain.property());
        if (!(operand.column().type() instanceof ColumnType.MultiChoice)) {
            throw Refusals.badQuery("'" + contain.property() + "' is not a column of several choices, such as"
                    + " ContainValues and DoesNotContainValues are for.");
        }
        Set<String> wanted = new HashSet<>();
        contain.values().forEach(value -> wanted.add(value.toString().strip()));
        return row -> {
            Object value = operand.of(row);
            boolean found =
                    value != null && Stream.of(value.toString().split(",")).anyMatch(wanted::contains);
            return found != contain.negated();
        };
    }

    private Predicate<Row> lambda(Filter.Lambda lambda) {
        Navigation collection = Navigation.of(reads.catalog(), table, lambda.collection());
        if (collection == null && lambda.collection().indexOf('/') > 0) {
            throw Refusals.badQuery("The condition on '" + lambda.collection()
                    + "' is not supported: a collection behind a lookup can't be filtered by any or all.");
        }
        if (collection == null) {
            throw Refusals.unknownQueryProperty(lambda.collection(), table.logicalName());
        }
        if (collection instanceof Navigation.Single) {
            throw Refusals.badQuery("'" + lambda.collection() + "' is no collection, such as any and all are for.");
        }
        Table target = collection.target();
        reads.requireReadable(target);
        Filter inner = lambda.condition();
        Predicate<Row> condition = inner == null ? row -> true : new RowFilter(reads, target).bind(inner);
        return row -> {
            boolean decided = collection.ids(reads, row.id()).stream()
                    .map(id -> reads.row(target, id))
                    .anyMatch(related -> related != null && condition.test(related) != lambda.all());
            return decided != lambda.all() != lambda.negated();
        };
    }

    Collation collation() {
        return collation;
    }

    Column column(String name) {
        Column column = table.wireColumn(name);
        // The query functions name a lookup's column, not its wire name.
        column = column == null ? table.column(name) : column;
        if (column == null) {
            throw Refusals.unknownQueryProperty(name, table.logicalName());
        }
        return column;
    }

    /** A column, or one behind lookups, such as {@code primarycontactid/createdby/fullname}. */
    private Operand operand(String path) {
        String[] names = path.split("/", -1);
        List<Navigation.Single> steps = new ArrayList<>();
        RowFilter at = this;
        for (int i = 0; i < names.length - 1; i++) {
            if (!(Navigation.of(reads.catalog(), at.table, names[i]) instanceof Navigation.Single step)) {
                throw Refusals.unknownQueryProperty(names[i], at.table.logicalName());
            }
            reads.requireReadable(step.target());
            steps.add(step);
            at = new RowFilter(reads, step.target());
        }
        return new Operand(reads, steps, at.column(names[names.length - 1]));
    }

    /** The column that stands where else a literal does, or null if a literal does. */
    @Nullable Column otherColumn(@Nullable Object value) {
        return value instanceof Literal written ? table.wireColumn(written.text()) : null;
    }

    @Nullable Object value(Column column, @Nullable Object literal) {
        if (!(literal instanceof Literal written)) {
            return literal;
        }
        Object value = Literals.parse(column.type(), written.text());
        if (value == null) {
            value = quotedId(column, written.text());
        }
        if (value == null) {
            throw incompatible(column, written.text());
        }
        return value;
    }

    /** Microsoft's examples quote ids here and there. */
    private static @Nullable Object quotedId(Column column, String literal) {
        String text = Literals.unquoted(literal);
        boolean id = column.type() instanceof ColumnType.Lookup
                || column.type() instanceof ColumnType.UniqueIdentifier
                || column.type() instanceof ColumnType.LinkEnd;
        return text == null || !id ? null : Literals.parseText(column.type(), text);
    }

    List<Object> values(Column column, List<Object> texts) {
        List<Object> values = new ArrayList<>();
        for (Object text : texts) {
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
