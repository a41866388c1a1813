package org.dataferry.emulator.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;

/**
 * All definitions at one moment. Immutable; a change makes a new one.
 *
 * <p>{@code nextNumber} numbers tables and keys, so that the entries of a deleted one are never taken for another's.
 */
public final class Catalog {
    private final int nextNumber;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Map<String, Table> bySet = new HashMap<>();
    private final Map<Integer, Table> byNumber = new HashMap<>();
    private final List<Relationship> relationships;
    private final Map<String, Relationship> byNavigation = new HashMap<>();
    private final Map<String, List<Relationship>> byReferenced = new HashMap<>();

    @JsonCreator
    public Catalog(
            @JsonProperty("nextNumber") int nextNumber,
            @JsonProperty("tables") Collection<Table> tables,
            @JsonProperty("relationships") List<Relationship> relationships) {
        this.nextNumber = nextNumber;
        this.relationships = List.copyOf(relationships);
        for (Table table : tables) {
            this.tables.put(table.logicalName(), table);
            bySet.put(table.entitySet(), table);
            byNumber.put(table.number(), table);
        }
        for (Relationship relationship : relationships) {
            byNavigation.put(relationship.referencingTable() + " " + relationship.navigation(), relationship);
            byReferenced
                    .computeIfAbsent(relationship.referencedTable(), name -> new ArrayList<>())
                    .add(relationship);
        }
    }

    public static Catalog empty() {
        return new Catalog(1, List.of(), List.of());
    }

    @JsonProperty("nextNumber")
    public int nextNumber() {
        return nextNumber;
    }

    @JsonProperty("tables")
    public Collection<Table> tables() {
        return tables.values();
    }

    @JsonProperty("relationships")
    public List<Relationship> relationships() {
        return relationships;
    }

    public @Nullable Table table(String logicalName) {
        return tables.get(logicalName);
    }

    /** A table that a definition names, so that it must be there. */
    public Table requiredTable(String logicalName) {
        Table table = tables.get(logicalName);
        if (table == null) {
            throw new EmulatorException("The catalogue has no table " + logicalName);
        }
        return table;
    }

    public @Nullable Table bySet(String entitySet) {
        return bySet.get(entitySet);
    }

    public @Nullable Table byNumber(int number) {
        return byNumber.get(number);
    }

    /** The relationship that a table's navigation property stands for. */
    public @Nullable Relationship navigation(Table table, String navigation) {
        return byNavigation.get(table.logicalName() + " " + navigation);
    }

    /** The relationships in which other rows name rows of this table. */
    public List<Relationship> referencing(Table table) {
        return byReferenced.getOrDefault(table.logicalName(), List.of());
    }

    /** The relationships of a lookup column, one per target. */
    public List<Relationship> ofColumn(Table table, Column column) {
        return relationships.stream()
                .filter(r -> r.referencingTable().equals(table.logicalName())
                        && r.referencingColumn().equals(column.logicalName()))
                .toList();
    }

    /** With this table added, or put in the place of the one with its name. */
    public Catalog with(Table table) {
        Map<String, Table> more = new LinkedHashMap<>(tables);
        more.put(table.logicalName(), table);
        return new Catalog(nextNumber, more.values(), relationships);
    }

    public Catalog with(Relationship relationship) {
        List<Relationship> more = new ArrayList<>(relationships);
        more.add(relationship);
        return new Catalog(nextNumber, tables.values(), more);
    }

    public Catalog withNextNumber(int number) {
        return new Catalog(number, tables.values(), relationships);
    }

    public Catalog withoutTable(String logicalName) {
        Map<String, Table> less = new LinkedHashMap<>(tables);
        less.remove(logicalName);
        return new Catalog(
                nextNumber,
                less.values(),
                relationships.stream()
                        .filter(r -> !r.referencingTable().equals(logicalName))
                        .toList());
    }
}
