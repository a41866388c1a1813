package org.dataferry.emulator.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;

/** The definition of a table. Immutable; a change makes a new one. */
public final class Table {
    /** The ownership of intersect tables: nobody's, since their rows are links between rows that have owners. */
    public static final String NO_OWNER = "None";

    /** What a table is called. @param number the prefix of its stored rows; never used again */
    public record Names(
            int number,
            UUID metadataId,
            String logicalName,
            String schemaName,
            String entitySet,
            String collectionName,
            String label,
            String collectionLabel,
            String ownership,
            boolean custom) {}

    private final Names names;
    private final List<Column> columns;
    private final List<AlternateKey> keys;
    private final boolean changeTracking;
    private final Map<String, Column> byName = new HashMap<>();
    private final Map<String, Column> byWireName = new HashMap<>();

    public Table(Names names, List<Column> columns, List<AlternateKey> keys) {
        this(names, columns, keys, false);
    }

    @JsonCreator
    Table(
            @JsonProperty("names") Names names,
            @JsonProperty("columns") List<Column> columns,
            @JsonProperty("keys") List<AlternateKey> keys,
            // Absent in folders that were written before there was any.
            @JsonProperty("changeTracking") boolean changeTracking) {
        this.names = names;
        this.changeTracking = changeTracking;
        this.columns = List.copyOf(columns);
        this.keys = List.copyOf(keys);
        for (Column column : columns) {
            byName.put(column.logicalName(), column);
            byWireName.put(column.wireName(), column);
        }
    }

    @JsonProperty("names")
    public Names names() {
        return names;
    }

    /** In the order of their ordinals, without gaps. */
    @JsonProperty("columns")
    public List<Column> columns() {
        return columns;
    }

    @JsonProperty("keys")
    public List<AlternateKey> keys() {
        return keys;
    }

    /** Whether it was defined to track changes; see {@link Catalog#tracksChanges}. */
    @JsonProperty("changeTracking")
    public boolean changeTracking() {
        return changeTracking;
    }

    @JsonIgnore
    public String logicalName() {
        return names.logicalName();
    }

    @JsonIgnore
    public String entitySet() {
        return names.entitySet();
    }

    @JsonIgnore
    public int number() {
        return names.number();
    }

    @JsonIgnore
    public String primaryId() {
        return columns.getFirst().logicalName();
    }

    /** Whether its rows are the links of a many-to-many relationship, which clients may only read. */
    @JsonIgnore
    public boolean intersect() {
        return names.ownership().equals(NO_OWNER);
    }

    @JsonIgnore
    public @Nullable Column primaryName() {
        return columns.stream().filter(Column::primaryName).findFirst().orElse(null);
    }

    public @Nullable Column column(String logicalName) {
        return byName.get(logicalName);
    }

    /** A column that a definition names, so that it must be there. */
    public Column requiredColumn(String logicalName) {
        Column column = byName.get(logicalName);
        if (column == null) {
            throw new EmulatorException("The table " + logicalName() + " has no column " + logicalName);
        }
        return column;
    }

    /** By the name in rows as read: {@code _x_value} for lookups. */
    public @Nullable Column wireColumn(String wireName) {
        return byWireName.get(wireName);
    }

    public @Nullable AlternateKey key(String logicalName) {
        return keys.stream()
                .filter(key -> key.logicalName().equals(logicalName))
                .findFirst()
                .orElse(null);
    }

    /** Once on, it stays on. */
    public Table withChangeTracking() {
        return new Table(names, columns, keys, true);
    }

    public Table withColumn(Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new Table(names, more, keys, changeTracking);
    }

    /** With this column in the place of the one with its ordinal. */
    public Table changingColumn(Column column) {
        List<Column> changed = new ArrayList<>(columns);
        changed.set(column.ordinal(), column);
        return new Table(names, changed, keys, changeTracking);
    }

    public Table withKey(AlternateKey key) {
        List<AlternateKey> more = new ArrayList<>(keys);
        more.add(key);
        return new Table(names, columns, more, changeTracking);
    }

    public Table withoutKey(String logicalName) {
        return new Table(
                names,
                columns,
                keys.stream()
                        .filter(key -> !key.logicalName().equals(logicalName))
                        .toList(),
                changeTracking);
    }

    public Table changingKey(String logicalName, UnaryOperator<AlternateKey> change) {
        return new Table(
                names,
                columns,
                keys.stream()
                        .map(key -> key.logicalName().equals(logicalName) ? change.apply(key) : key)
                        .toList(),
                changeTracking);
    }
}
