package org.dataferry.emulator.query.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.query.Aggregation;
import org.dataferry.emulator.query.Aggregation.Function;
import org.dataferry.emulator.query.Annotations;
import org.dataferry.emulator.query.Comparison;
import org.dataferry.emulator.query.RowJson;
import org.dataferry.emulator.query.fetch.Fetch.Attribute;
import org.dataferry.emulator.query.fetch.Fetch.Entity;
import org.dataferry.emulator.query.fetch.Fetch.Link;
import org.dataferry.emulator.query.fetch.Fetch.Order;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** The result of an aggregate query: a row per group. */
final class Groups {
    private static final Map<String, Function> FUNCTIONS = Map.of(
            "sum", Function.SUM,
            "avg", Function.AVERAGE,
            "min", Function.MIN,
            "max", Function.MAX,
            "count", Function.COUNT,
            "countcolumn", Function.COUNT_VALUES);

    private record Part(
            String alias,
            Column column,
            String name,
            @Nullable String dateGrouping) {}

    private final Plan plan;
    private final RowReads reads;
    private final List<Part> groups = new ArrayList<>();
    private final List<Part> measures = new ArrayList<>();
    private final List<Function> functions = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private List<Aggregation.Group> results = List.of();

    private Groups(Plan plan, RowReads reads) {
        this.plan = plan;
        this.reads = reads;
    }

    static Groups of(Plan plan, Fetch fetch, RowReads reads) {
        Groups groups = new Groups(plan, reads);
        groups.read(Joined.ROOT, fetch.entity());
        if (groups.measures.isEmpty() && groups.groups.isEmpty()) {
            throw FetchReader.invalid("An aggregate query needs an attribute with aggregate or groupby.");
        }
        groups.run(fetch.top() == null ? fetch.count() : fetch.top());
        return groups;
    }

    private void read(String alias, Entity entity) {
        for (Attribute attribute : entity.attributes()) {
            Column column = plan.column(alias, attribute.name());
            String name = attribute.alias();
            if (name == null) {
                throw FetchReader.invalid(
                        "The attribute '" + attribute.name() + "' of an aggregate query needs an alias.");
            }
            Part part = new Part(alias, column, name, attribute.dateGrouping());
            if (attribute.groupBy()) {
                groups.add(part);
            } else {
                measures.add(part);
                functions.add(function(attribute));
            }
        }
        orders.addAll(entity.orders());
        for (Link link : entity.links()) {
            read(link.alias(), link.entity());
        }
    }

    private static Function function(Attribute attribute) {
        Function function = FUNCTIONS.get(attribute.aggregate() == null ? "" : attribute.aggregate());
        if (function == null) {
            throw FetchReader.invalid(
                    "The attribute '" + attribute.name() + "' of an aggregate query needs groupby or one of "
                            + FUNCTIONS.keySet().stream().sorted().toList() + ".");
        }
        return function == Function.COUNT_VALUES && attribute.distinct() ? Function.COUNT_DISTINCT : function;
    }

    private void run(int limit) {
        Aggregation aggregation = new Aggregation(plan.collation(), functions);
        plan.each(null, row -> {
            aggregation.add(values(groups, row), values(measures, row));
            return true;
        });
        List<Aggregation.Group> found = new ArrayList<>(aggregation.groups(!groups.isEmpty()));
        for (Order order : orders.reversed()) {
            Comparator<Aggregation.Group> by = by(order);
            found.sort(order.descending() ? by.reversed() : by);
        }
        results = found.stream().limit(limit).toList();
    }

    private Comparator<Aggregation.Group> by(Order order) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).name().equals(order.alias())) {
                int at = i;
                return (left, right) -> Comparison.order(
                        plan.collation(), left.group().get(at), right.group().get(at));
            }
        }
        for (int i = 0; i < measures.size(); i++) {
            if (measures.get(i).name().equals(order.alias())) {
                int at = i;
                return (left, right) -> Comparison.order(
                        plan.collation(),
                        left.results().get(at),
                        right.results().get(at));
            }
        }
        throw FetchReader.invalid("An order of an aggregate query needs the alias of an attribute.");
    }

    private static List<@Nullable Object> values(List<Part> parts, Joined joined) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Part part : parts) {
            Row row = joined.row(part.alias());
            Object value = row == null ? null : row.get(part.column());
            values.add(part.dateGrouping() == null ? value : grouped(part.dateGrouping(), value));
        }
        return values;
    }

    private static @Nullable Object grouped(String by, @Nullable Object value) {
        LocalDate day = Operators.day(value);
        if (day == null) {
            return null;
        }
        return switch (by) {
            case "year" -> day.getYear();
            case "quarter" -> day.get(IsoFields.QUARTER_OF_YEAR);
            case "month" -> day.getMonthValue();
            case "week" -> day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "day" -> day.getDayOfMonth();
            default -> throw Refusals.notEmulated("dategrouping '" + by + "'");
        };
    }

    void write(JsonGenerator out, ApiRequest request) throws IOException {
        boolean formatted = request.wantsAnnotation(RowJson.FORMATTED);
        for (Aggregation.Group result : results) {
            out.writeStartObject();
            for (int i = 0; i < groups.size(); i++) {
                Part part = groups.get(i);
                boolean label = formatted && part.dateGrouping() == null;
                RowJson.member(
                        out,
                        part.name(),
                        part.column(),
                        result.group().get(i),
                        label ? new Annotations(reads, plan.table(part.alias())) : null);
            }
            for (int i = 0; i < measures.size(); i++) {
                RowJson.member(
                        out,
                        measures.get(i).name(),
                        measures.get(i).column(),
                        result.results().get(i),
                        null);
            }
            out.writeEndObject();
        }
    }
}
