package org.dataferry.control.soak.sink;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A row as the soak's model has it: what was written of it, and what the target should hold in the end. Like the transform it knows which writes
 * are under way. Plain state for one thread.
 */
final class ModelRow {

    /** @param lookups the row that each names, if any; a lookup that is left out for now is not in it */
    record Image(Map<String, Value> columns, Map<String, Optional<ModelRow>> lookups) {

        Image with(String column, Value value) {
            Map<String, Value> changed = new LinkedHashMap<>(columns);
            changed.put(column, value);
            return new Image(changed, lookups);
        }

        Image withLookup(String column, Optional<ModelRow> named) {
            Map<String, Optional<ModelRow>> changed = new LinkedHashMap<>(lookups);
            changed.put(column, named);
            return new Image(columns, changed);
        }
    }

    private final RowId.OfSource id;
    private final int number;

    /** Of the last write. */
    long version;

    /** What the next write is relative to. */
    OptionalLong base = OptionalLong.empty();

    /** What the target should hold; null if the row should not be there. */
    @Nullable Image expected;

    int state;

    /** The version that last made the row; what is known of it from before is not of this row. */
    long madeBy;

    /** Whether the row of {@link #madeBy} is known to be in the target. */
    boolean isKnown;

    /** Writes that have no final outcome yet. */
    int open;

    /** A write under way that is to be refused: no other may take its place. */
    boolean awaitsRefusal;

    /** Where in the order of all writes the last one of the row and the last one of its state stand. */
    long lastOrder;

    long lastStateOrder;

    /** How often a write began a new life of it. */
    int lives;

    final Set<ModelRow> namers = new HashSet<>();

    /** Links that are there or under way. */
    int links;

    /** The write by which the last one let go of it; null for none. */
    @Nullable Announced lettingGo;

    /** The last write that removes it; null for none. */
    @Nullable Announced removal;

    /** Whose business key it would take. */
    private @Nullable ModelRow rival;

    ModelRow(SourceTable table, String entity, int number) {
        this.id = new RowId.OfSource(entity, table, SourceKey.of(Value.whole(number)));
        this.number = number;
    }

    RowId.OfSource id() {
        return id;
    }

    String entity() {
        return id.entity();
    }

    /** Unique in its table, and the value of a business key. */
    int number() {
        return number;
    }

    boolean isThere() {
        return expected != null;
    }

    /**
     * Whether others may name it before it is known to be there. Not while its removal is under way: they would name the old
     * row. Transform sends those again once the row has its new GUID (ADR 15), which the soak does not do for it.
     */
    boolean mayBeNamedEarly() {
        return isThere() && !isKnown && (removal == null || removal.isFinal());
    }

    /** Whether everything that was written of it is in the target, and it is there. */
    boolean isSettled() {
        return isThere() && isKnown && open == 0;
    }

    /** The other one stays for as long as this one's refusal is due. */
    void rival(ModelRow other) {
        rival = other;
        other.namers.add(this);
    }

    void refused() {
        awaitsRefusal = false;
        if (rival != null) {
            rival.namers.remove(this);
            rival = null;
        }
    }

    /** As the transform removes a row: whoever named it has let go. And with its state as a new row has it. */
    boolean mayBeRemoved() {
        return isThere()
                && !awaitsRefusal
                && namers.isEmpty()
                && links == 0
                && state == 0
                && (lastStateOrder == 0 || open == 0)
                && (lettingGo == null || lettingGo.isFinal());
    }
}
