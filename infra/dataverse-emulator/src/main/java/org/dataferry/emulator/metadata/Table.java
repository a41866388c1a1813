package org.dataferry.emulator.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;

/** The definition of a table. Immutable; a change makes a new one. */
public final class Table {
    /** The ownership of intersect tables: nobody's, since their rows are links between rows that have owners. */
    public static final String NO_OWNER = "None";

    /**
     * What a table is called.
     *
     * @param number the prefix of its stored rows; never used again
     * @param description absent in folders of earlier versions
     */
    public record Names(
            int number,
            UUID metadataId,
            String logicalName,
            String schemaName,
            String entitySet,
            String collectionName,
            Label label,
            Label collectionLabel,
            @Nullable Label description,
            String ownership,
            boolean custom) {
        public Names {
            description = description == null ? Label.NONE : description;
        }

        @Override
        public Label description() {
            return Objects.requireNonNull(description);
        }

        public Names describedAs(Label newLabel, Label newCollectionLabel, Label newDescription) {
            return new Names(
                    number,
                    metadataId,
                    logicalName,
                    schemaName,
                    entitySet,
                    collectionName,
                    newLabel,
                    newCollectionLabel,
                    newDescription,
                    ownership,
                    custom);
        }
    }

    private final Names names;
    private final List<Column> columns;
    private final List<AlternateKey> keys;
    private final int width;
    private final boolean changeTracking;
    private final Map<String, Column> byName = new HashMap<>();
    private final Map<String, Column> byWireName = new HashMap<>();

    public Table(Names names, List<Column> columns, List<AlternateKey> keys) {
        this(names, columns, keys, null, false);
    }

    /** @param width see {@link #width}; absent in folders that were written before columns could be deleted */
    @JsonCreator
    Table(
            @JsonProperty("names") Names names,
            @JsonProperty("columns") List<Column> columns,
            @JsonProperty("keys") List<AlternateKey> keys,
            @JsonProperty("width") @Nullable Integer width,
            // Absent in folders that were written before there was any.
            @JsonProperty("changeTracking") boolean changeTracking) {
        this.names = names;
        this.width = width == null ? columns.size() : width;
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

    /** In the order of their ordinals; deleted ones leave gaps. */
    @JsonProperty("columns")
    public List<Column> columns() {
        return columns;
    }

    @JsonProperty("keys")
    public List<AlternateKey> keys() {
        return keys;
    }

    /** The ordinal of the next new column. */
    @JsonProperty("width")
    public int width() {
        return width;
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
        return new Table(names, columns, keys, width, true);
    }

    public Table withColumn(Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new Table(names, more, keys, Math.max(width, column.ordinal() + 1), changeTracking);
    }

    /** With this column in the place of the one with its name. */
    public Table changingColumn(Column column) {
        List<Column> changed = new ArrayList<>(columns);
        changed.replaceAll(old -> old.logicalName().equals(column.logicalName()) ? column : old);
        return new Table(names, changed, keys, width, changeTracking);
    }

    public Table withoutColumn(String logicalName) {
        return new Table(
                names,
                columns.stream()
                        .filter(column -> !column.logicalName().equals(logicalName))
                        .toList(),
                keys,
                width,
                changeTracking);
    }

    public Table with(Names others) {
        return new Table(others, columns, keys, width, changeTracking);
    }

    public Table withKey(AlternateKey key) {
        List<AlternateKey> more = new ArrayList<>(keys);
        more.add(key);
        return new Table(names, columns, more, width, changeTracking);
    }

    public Table withoutKey(String logicalName) {
        return new Table(
                names,
                columns,
                keys.stream()
                        .filter(key -> !key.logicalName().equals(logicalName))
                        .toList(),
                width,
                changeTracking);
    }

    public Table changingKey(String logicalName, UnaryOperator<AlternateKey> change) {
        return new Table(
                names,
                columns,
                keys.stream()
                        .map(key -> key.logicalName().equals(logicalName) ? change.apply(key) : key)
                        .toList(),
                width,
                changeTracking);
    }
}
