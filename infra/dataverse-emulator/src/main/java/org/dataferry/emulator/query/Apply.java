package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.Aggregation.Function;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * A {@code $apply}: {@code filter(…)} any number of times, then {@code aggregate(…)} or {@code groupby((…),aggregate(…))}.
 *
 * <p>Source: Microsoft's page "Aggregate data using OData".
 */
final class Apply {
    private static final Pattern AGGREGATE = Pattern.compile("(\\S+)(?:\\s+with\\s+(\\S+))?\\s+as\\s+(\\w+)");
    private static final Map<String, Function> FUNCTIONS = Map.of(
            "sum", Function.SUM,
            "average", Function.AVERAGE,
            "min", Function.MIN,
            "max", Function.MAX,
            "count", Function.COUNT_VALUES,
            "countdistinct", Function.COUNT_DISTINCT);

    /** @param column null for the count of rows */
    record Measure(@Nullable Column column, Function function, String alias) {}

    private final RowFilter columns;
    private final Map<String, String> options;
    private final Assumptions.Queries limits;
    private final List<Column> groups = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private Predicate<Row> condition = row -> true;

    private Apply(RowFilter columns, Map<String, String> options, Assumptions.Queries limits) {
        this.columns = columns;
        this.options = options;
        this.limits = limits;
    }

    static Apply parse(RowReads reads, Table table, Map<String, String> options, Assumptions.Queries limits) {
        Apply apply = new Apply(new RowFilter(reads, table), options, limits);
        boolean last = false;
        for (String step : split(options.getOrDefault("$apply", ""), '/')) {
            if (last) {
                throw Refusals.notEmulated("transformations in $apply behind aggregate or groupby");
            }
            last = apply.step(step.strip());
        }
        if (!last) {
            throw Refusals.badQuery("$apply needs aggregate(…) or groupby((…)).");
        }
        return apply;
    }

    List<Column> groups() {
        return groups;
    }

    List<Measure> measures() {
        return measures;
    }

    /** @param rows hands over each row that is asked about */
    List<Aggregation.Group> over(Consumer<Consumer<Row>> rows) {
        Aggregation aggregation = new Aggregation(
                columns.collation(), measures.stream().map(Measure::function).toList());
        rows.accept(row -> {
            if (!condition.test(row)) {
                return;
            }
            List<@Nullable Object> group = new ArrayList<>();
            groups.forEach(column -> group.add(row.get(column)));
            List<@Nullable Object> values = new ArrayList<>();
            measures.forEach(measure -> values.add(measure.column() == null ? null : row.get(measure.column())));
            aggregation.add(group, values);
        });
        return aggregation.groups(!groups.isEmpty());
    }

    /** Whether no step may follow. */
    private boolean step(String step) {
        String inside = inside(step);
        if (step.startsWith("filter(")) {
            condition = condition.and(columns.bind(FilterParser.parse(inside, options, limits)));
            return false;
        }
        if (step.startsWith("aggregate(")) {
            aggregate(inside);
            return true;
        }
        if (step.startsWith("groupby(")) {
            groupBy(split(inside, ','));
            return true;
        }
        throw Refusals.notEmulated("$apply with '" + step + "'");
    }

    private void groupBy(List<String> parts) {
        String list = parts.getFirst().strip();
        if (!list.startsWith("(") || !list.endsWith(")") || parts.size() > 2) {
            throw Refusals.badQuery("'" + list + "' is no list of columns in parentheses for groupby in $apply.");
        }
        for (String name : split(list.substring(1, list.length() - 1), ',')) {
            groups.add(columns.column(name.strip()));
        }
        if (parts.size() == 2) {
            String aggregate = parts.get(1).strip();
            if (!aggregate.startsWith("aggregate(")) {
                throw Refusals.notEmulated("$apply with groupby and '" + aggregate + "'");
            }
            aggregate(inside(aggregate));
        }
    }

    private void aggregate(String list) {
        for (String text : split(list, ',')) {
            Matcher matcher = AGGREGATE.matcher(text.strip());
            if (!matcher.matches()) {
                throw Refusals.badQuery("'" + text.strip() + "' is no aggregate such as 'column with sum as name'.");
            }
            measures.add(measure(matcher.group(1), matcher.group(2), matcher.group(3)));
        }
    }

    private Measure measure(String name, @Nullable String method, String alias) {
        if (name.equals("$count")) {
            return new Measure(null, Function.COUNT, alias);
        }
        Function function = FUNCTIONS.get(method == null ? "" : method);
        if (function == null) {
            throw Refusals.badQuery("'" + method + "' is no method of aggregation; there are "
                    + FUNCTIONS.keySet().stream().sorted().toList() + ".");
        }
        return new Measure(columns.column(name), function, alias);
    }

    private static String inside(String step) {
        int open = step.indexOf('(');
        if (open < 0 || !step.endsWith(")")) {
            throw Refusals.badQuery("'" + step + "' is no transformation of $apply.");
        }
        return step.substring(open + 1, step.length() - 1);
    }

    /** At a separator outside of parentheses and quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (c == separator && depth == 0) {
                    parts.add(text.substring(start, i));
                    start = i + 1;
                }
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
