package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.Filter.Operator;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** Finds, for filters on ids, on alternate keys of one column on lookups and on ends of links, the rows that can match, so that no scan is needed. */
final class Candidates {
    private final RowReads reads;
    private final Table table;
    private final RowFilter filter;

    Candidates(RowReads reads, Table table) {
        this.reads = reads;
        this.table = table;
        filter = new RowFilter(reads, table);
    }

    /** Ids in order, or null if any row can match. */
    @Nullable List<UUID> of(Filter condition) {
        return switch (condition) {
            case Filter.And and -> ofSome(and.of());
            case Filter.Or or -> ofEach(or.of());
            case Filter.TextMatch ignored -> null;
            case Filter.Between ignored -> null;
            case Filter.ContainValues ignored -> null;
            case Filter.Lambda ignored -> null;
            case Filter.In in -> in.negated() ? null : lookUp(in);
            case Filter.Compare compare -> compare.operator() == Operator.eq ? lookUp(compare) : null;
        };
    }

    private @Nullable List<UUID> ofSome(List<Filter> conditions) {
        for (Filter condition : conditions) {
            List<UUID> found = of(condition);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable List<UUID> ofEach(List<Filter> conditions) {
        List<UUID> all = new ArrayList<>();
        for (Filter condition : conditions) {
            List<UUID> found = of(condition);
            if (found == null) {
                return null;
            }
            all.addAll(found);
        }
        return merged(all, List.of());
    }

    private @Nullable List<UUID> lookUp(Filter.Compare compare) {
        if (compare.property().indexOf('/') >= 0 || filter.otherColumn(compare.value()) != null) {
            return null;
        }
        Column column = filter.column(compare.property());
        Object value = filter.value(column, compare.value());
        return value == null ? null : lookUp(column, List.of(value));
    }

    private @Nullable List<UUID> lookUp(Filter.In in) {
        if (in.property().indexOf('/') >= 0) {
            return null;
        }
        Column column = filter.column(in.property());
        return lookUp(column, filter.values(column, in.values()));
    }

    private @Nullable List<UUID> lookUp(Column column, List<Object> values) {
        if (column.ordinal() == 0) {
            return merged(values.stream().map(UUID.class::cast).toList(), List.of());
        }
        AlternateKey key = keyOf(column);
        if (key != null && !(column.type() instanceof ColumnType.Lookup)) {
            return merged(
                    values.stream()
                            .map(value -> reads.idByKey(key, List.of(value)))
                            .filter(Objects::nonNull)
                            .toList(),
                    List.of());
        }
        if (column.type() instanceof ColumnType.LinkEnd end) {
            return references(column, List.of(end.table()), values);
        }
        if (indexed(column) && column.type() instanceof ColumnType.Lookup lookup) {
            return references(column, lookup.targets(), values);
        }
        return null;
    }

    /** Whether the store finds the rows that name a row in this lookup. */
    static boolean indexed(Column column) {
        return column.type() instanceof ColumnType.LinkEnd
                || column.type() instanceof ColumnType.Lookup lookup
                        && !lookup.kind().equals("Owner")
                        && (column.creatable() || column.updatable());
    }

    private List<UUID> references(Column column, List<String> targets, List<Object> ids) {
        Catalog catalog = reads.catalog();
        List<UUID> found = new ArrayList<>();
        for (String target : targets) {
            int number = catalog.requiredTable(target).number();
            for (Object id : ids) {
                found.addAll(reads.referencing(new Reference(number, (UUID) id), table, column));
            }
        }
        return merged(found, List.of());
    }

    private @Nullable AlternateKey keyOf(Column column) {
        return table.keys().stream()
                .filter(key -> key.status() == AlternateKey.Status.Active
                        && key.columns().equals(List.of(column.logicalName())))
                .findFirst()
                .orElse(null);
    }

    static List<UUID> merged(List<UUID> first, List<UUID> second) {
        TreeSet<UUID> all = new TreeSet<>(RowOrder.BY_ID);
        all.addAll(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
