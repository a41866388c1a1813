package org.dataferry.emulator.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Collation;
import org.jspecify.annotations.Nullable;

/**
 * Sums and counts over groups of rows, in the order in which the groups first appear.
 *
 * <p>Source: Microsoft's pages "Aggregate data using OData" and "Aggregate data using FetchXml", the limit of 50,000 rows included.
 */
public final class Aggregation {
    /** The most rows that an aggregate may run over. */
    public static final int MAX_ROWS = 50_000;

    /** What is made of the values of a group. */
    public enum Function {
        SUM,
        AVERAGE,
        MIN,
        MAX,
        /** Of rows. */
        COUNT,
        /** Of rows that have a value. */
        COUNT_VALUES,
        COUNT_DISTINCT
    }

    /** @param group the values that its rows have in common; @param results one per function */
    public record Group(List<@Nullable Object> group, List<@Nullable Object> results) {}

    private static final class Bucket {
        private final List<@Nullable Object> group;
        private final List<Tally> tallies = new ArrayList<>();

        Bucket(List<@Nullable Object> group, List<Function> functions) {
            this.group = group;
            functions.forEach(function -> tallies.add(new Tally(function)));
        }
    }

    private final Collation collation;
    private final List<Function> functions;
    private final Map<List<@Nullable Object>, Bucket> buckets = new LinkedHashMap<>();
    private int rows;

    public Aggregation(Collation collation, List<Function> functions) {
        this.collation = collation;
        this.functions = List.copyOf(functions);
    }

    /** @throws Refusal for more rows than an aggregate may run over */
    public void add(List<@Nullable Object> group, List<@Nullable Object> values) {
        if (++rows > MAX_ROWS) {
            throw new Refusal(400, "0x8004e023", "The maximum record limit is exceeded. Reduce the number of records.");
        }
        List<@Nullable Object> key = new ArrayList<>();
        group.forEach(value -> key.add(value == null ? null : Comparison.key(collation, value)));
        Bucket bucket = buckets.computeIfAbsent(key, unseen -> new Bucket(group, functions));
        for (int i = 0; i < functions.size(); i++) {
            bucket.tallies.get(i).add(collation, values.get(i));
        }
    }

    /** Without groups there is one result, even over no rows. */
    public List<Group> groups(boolean grouped) {
        if (!grouped && buckets.isEmpty()) {
            buckets.put(List.of(), new Bucket(List.of(), functions));
        }
        List<Group> groups = new ArrayList<>();
        for (Bucket bucket : buckets.values()) {
            List<@Nullable Object> results = new ArrayList<>();
            bucket.tallies.forEach(tally -> results.add(tally.result()));
            groups.add(new Group(bucket.group, results));
        }
        return groups;
    }

    /** One function over one group. */
    private static final class Tally {
        private final Function function;
        private final Set<Object> distinct = new HashSet<>();
        private BigDecimal sum = BigDecimal.ZERO;
        private long rows;
        private long values;
        private boolean whole = true;
        private @Nullable Object extreme;

        Tally(Function function) {
            this.function = function;
        }

        void add(Collation collation, @Nullable Object value) {
            rows++;
            if (value == null) {
                return;
            }
            values++;
            switch (function) {
                case SUM, AVERAGE -> {
                    whole &= value instanceof Integer || value instanceof Long;
                    sum = sum.add(new BigDecimal(value.toString()));
                }
                case MIN, MAX -> {
                    Object best = extreme;
                    int order = best == null ? 0 : Comparison.order(collation, value, best);
                    if (best == null || (function == Function.MIN ? order < 0 : order > 0)) {
                        extreme = value;
                    }
                }
                case COUNT_DISTINCT -> distinct.add(Comparison.key(collation, value));
                case COUNT, COUNT_VALUES -> {}
            }
        }

        @Nullable Object result() {
            return switch (function) {
                case SUM -> values == 0 ? null : whole ? (Object) sum.longValue() : sum;
                case AVERAGE -> values == 0 ? null : average();
                case MIN, MAX -> extreme;
                case COUNT -> rows;
                case COUNT_VALUES -> values;
                case COUNT_DISTINCT -> (long) distinct.size();
            };
        }

        /** The mean of whole numbers is a whole number, as SQL Server has it. */
        private Object average() {
            BigDecimal count = BigDecimal.valueOf(values);
            return whole
                    ? (Object) sum.divideToIntegralValue(count).longValue()
                    : sum.divide(count, MathContext.DECIMAL64);
        }
    }
}
