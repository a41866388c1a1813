package org.dataferry.capture.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables of a source at one moment. Immutable. */
public final class SourceCatalogue {

    private static final int SUGGESTIONS = 3;

    private final SortedMap<TableName, SourceTable> tables;

    public SourceCatalogue(Collection<SourceTable> tables) {
        this.tables = new TreeMap<>();
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    /**
     * Reads the catalogue: ordinary and partitioned tables of all schemas but PostgreSQL's and Ferry's own.
     *
     * @throws SourceException if the source is not reachable, refuses the role, or does not answer in time
     */
    public static SourceCatalogue read(SourceAddress address) {
        return read(address, DeclaredKeys.NONE);
    }

    /** As {@link #read(SourceAddress)}; tables without a primary key have the key that was declared. */
    public static SourceCatalogue read(SourceAddress address, DeclaredKeys keys) {
        return new SourceCatalogue(new CatalogueQueries(address)
                .tables().stream().map(keys::applied).toList());
    }

    public Collection<SourceTable> tables() {
        return List.copyOf(tables.values());
    }

    public Optional<SourceTable> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** @throws SourceException if there is no such table; the message lists the names that come close */
    public SourceTable require(TableName name) {
        return table(name).orElseThrow(() -> new SourceException(unknown(name)));
    }

    String unknown(TableName name) {
        List<TableName> close = closeTo(name);
        return "the source has no table " + name
                + (close.isEmpty()
                        ? "; it has " + tables.size() + " tables"
                        : "; did you mean "
                                + String.join(
                                        ", ",
                                        close.stream().map(TableName::toString).toList()) + "?");
    }

    private List<TableName> closeTo(TableName name) {
        return tables.keySet().stream()
                .map(each -> Map.entry(each, EditDistance.between(each.table(), name.table())))
                .filter(each -> each.getValue() <= Math.max(2, name.table().length() / 3))
                .sorted(Comparator.<Map.Entry<TableName, Integer>>comparingInt(Map.Entry::getValue)
                        .thenComparing(Map.Entry::getKey))
                .limit(SUGGESTIONS)
                .map(Map.Entry::getKey)
                .toList();
    }
}
