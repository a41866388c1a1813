package org.dataferry.capture.snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.capture.source.TableName;

/**
 * The order in which tables are read: those that others refer to come first, so that few rows have to wait for others later.
 * Where references go in a circle, one of them is not heeded.
 */
final class LoadOrder {

    /** A foreign key of one table to another. */
    record Reference(TableName from, TableName to) {}

    private final Map<TableName, Set<TableName>> parents = new HashMap<>();
    private final Set<TableName> ordered = new LinkedHashSet<>();
    private final Set<TableName> begun = new HashSet<>();

    private LoadOrder(Collection<Reference> references) {
        references.forEach(reference -> parents.computeIfAbsent(reference.from(), table -> new java.util.TreeSet<>())
                .add(reference.to()));
    }

    static List<TableName> of(Collection<TableName> tables, Collection<Reference> references) {
        LoadOrder order = new LoadOrder(references);
        Set<TableName> wanted = new HashSet<>(tables);
        tables.stream().sorted().forEach(table -> order.visit(table, wanted));
        return new ArrayList<>(order.ordered);
    }

    private void visit(TableName table, Set<TableName> wanted) {
        if (wanted.contains(table) && begun.add(table)) {
            parents.getOrDefault(table, Set.of()).forEach(parent -> visit(parent, wanted));
            ordered.add(table);
        }
    }
}
