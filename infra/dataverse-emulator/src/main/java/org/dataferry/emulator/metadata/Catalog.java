package org.dataferry.emulator.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    private final Map<String, Map<String, Relationship>> byNavigation = new HashMap<>();
    private final Map<String, List<Relationship>> byReferenced = new HashMap<>();
    private final List<ManyToMany> manyToMany;
    private final List<GlobalChoice> globalChoices;
    private final Collation collation;

    @JsonCreator
    public Catalog(
            @JsonProperty("nextNumber") int nextNumber,
            @JsonProperty("tables") Collection<Table> tables,
            @JsonProperty("relationships") List<Relationship> relationships,
            // Absent in folders that were written before there were such relationships.
            @JsonProperty("manyToMany") @Nullable List<ManyToMany> manyToMany,
            // The same.
            @JsonProperty("globalChoices") @Nullable List<GlobalChoice> globalChoices,
            @JsonProperty("collation") @Nullable Collation collation) {
        this.nextNumber = nextNumber;
        this.collation = collation == null ? Collation.STANDARD : collation;
        this.manyToMany = manyToMany == null ? List.of() : List.copyOf(manyToMany);
        this.globalChoices = globalChoices == null ? List.of() : List.copyOf(globalChoices);
        this.relationships = List.copyOf(relationships);
        for (Table table : tables) {
            this.tables.put(table.logicalName(), table);
            bySet.put(table.entitySet(), table);
            byNumber.put(table.number(), table);
        }
        for (Relationship relationship : relationships) {
            byNavigation
                    .computeIfAbsent(relationship.referencingTable(), name -> new HashMap<>())
                    .put(relationship.navigation(), relationship);
            byReferenced
                    .computeIfAbsent(relationship.referencedTable(), name -> new ArrayList<>())
                    .add(relationship);
        }
    }

    public static Catalog empty() {
        return new Catalog(1, List.of(), List.of(), List.of(), List.of(), null);
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

    @JsonProperty("manyToMany")
    public List<ManyToMany> manyToMany() {
        return manyToMany;
    }

    @JsonProperty("globalChoices")
    public List<GlobalChoice> globalChoices() {
        return globalChoices;
    }

    /** How texts are compared; fixed when the environment is made. */
    @JsonProperty("collation")
    public Collation collation() {
        return collation;
    }

    public Catalog with(Collation other) {
        return new Catalog(nextNumber, tables.values(), relationships, manyToMany, globalChoices, other);
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

    /** Whether a table remembers what changed; an intersect table does if both its ends do. */
    public boolean tracksChanges(Table table) {
        if (!table.intersect()) {
            // Whoever writes may hold the definition from before it was switched on.
            Table present = tables.get(table.logicalName());
            return present != null && present.changeTracking();
        }
        return manyToMany.stream()
                .filter(relationship -> relationship.intersectTable().equals(table.logicalName()))
                .anyMatch(relationship ->
                        requiredTable(relationship.one().table()).changeTracking()
                                && requiredTable(relationship.two().table()).changeTracking());
    }

    /** The relationship that a table's navigation property stands for. */
    public @Nullable Relationship navigation(Table table, String navigation) {
        return byNavigation.getOrDefault(table.logicalName(), Map.of()).get(navigation);
    }

    /** The relationships in which other rows name rows of this table. */
    public List<Relationship> referencing(Table table) {
        return byReferenced.getOrDefault(table.logicalName(), List.of());
    }

    /** The many-to-many relationships as a row of this table sees them; one between the table and itself is there twice. */
    public List<ManyToMany.Side> sides(Table table) {
        return manyToMany.stream()
                .flatMap(relationship -> Stream.of(relationship.fromOne(), relationship.fromTwo()))
                .filter(side -> side.from().table().equals(table.logicalName()))
                .toList();
    }

    /** The side that a table's collection leads to, or null if it is no collection of links. */
    public ManyToMany.@Nullable Side side(Table table, String navigation) {
        return sides(table).stream()
                .filter(side -> side.from().navigation().equals(navigation))
                .findFirst()
                .orElse(null);
    }

    /** The relationship whose collection of children this table's navigation property is. */
    public @Nullable Relationship collection(Table table, String navigation) {
        return referencing(table).stream()
                .filter(relationship -> relationship.collectionNavigation().equals(navigation))
                .findFirst()
                .orElse(null);
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
        return with(more.values(), relationships, manyToMany);
    }

    public Catalog with(Relationship relationship) {
        return with(List.of(relationship));
    }

    /** With several at once, which is cheaper than one by one. */
    Catalog with(List<Relationship> others) {
        List<Relationship> more = new ArrayList<>(relationships);
        more.addAll(others);
        return with(tables.values(), more, manyToMany);
    }

    public Catalog with(ManyToMany relationship) {
        List<ManyToMany> more = new ArrayList<>(manyToMany);
        more.add(relationship);
        return with(tables.values(), relationships, more);
    }

    public Catalog withNextNumber(int number) {
        return new Catalog(number, tables.values(), relationships, manyToMany, globalChoices, collation);
    }

    /** Without the table, its lookups, and its many-to-many relationships with their intersect tables. */
    public Catalog withoutTable(String logicalName) {
        Map<String, Table> less = new LinkedHashMap<>(tables);
        less.remove(logicalName);
        List<ManyToMany> kept = new ArrayList<>();
        for (ManyToMany relationship : manyToMany) {
            if (relationship.one().table().equals(logicalName)
                    || relationship.two().table().equals(logicalName)) {
                less.remove(relationship.intersectTable());
            } else {
                kept.add(relationship);
            }
        }
        return with(
                less.values(),
                relationships.stream()
                        .filter(r -> !r.referencingTable().equals(logicalName))
                        .toList(),
                kept);
    }

    /** Without the relationship; its column stays. */
    public Catalog without(Relationship relationship) {
        return with(
                tables.values(),
                relationships.stream().filter(r -> r != relationship).toList(),
                manyToMany);
    }

    /** Without the relationship and its intersect table. */
    public Catalog without(ManyToMany relationship) {
        Map<String, Table> less = new LinkedHashMap<>(tables);
        less.remove(relationship.intersectTable());
        return with(
                less.values(),
                relationships,
                manyToMany.stream().filter(r -> r != relationship).toList());
    }

    /** With this choice added, or put in the place of the one with its name; the columns that use it follow. */
    public Catalog with(GlobalChoice choice) {
        List<GlobalChoice> more = new ArrayList<>(without(choice).globalChoices);
        more.add(choice);
        List<Table> following = tables.values().stream().map(choice::followedBy).toList();
        return new Catalog(nextNumber, following, relationships, manyToMany, more, collation);
    }

    public Catalog without(GlobalChoice choice) {
        return new Catalog(
                nextNumber,
                tables.values(),
                relationships,
                manyToMany,
                globalChoices.stream()
                        .filter(other -> !other.name().equals(choice.name()))
                        .toList(),
                collation);
    }

    private Catalog with(
            Collection<Table> otherTables, List<Relationship> otherRelationships, List<ManyToMany> otherManyToMany) {
        return new Catalog(nextNumber, otherTables, otherRelationships, otherManyToMany, globalChoices, collation);
    }
}
