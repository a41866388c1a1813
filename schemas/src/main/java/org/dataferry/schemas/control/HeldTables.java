package org.dataferry.schemas.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.key.SourceTable;

/**
 * The tables whose changes are held since their schema drifted, as of the last event. Immutable.
 *
 * @param drifts by table, all that nobody has accepted yet, in their order
 */
public record HeldTables(Map<SourceTable, List<SourceEvent.Drifted>> drifts) {

    public static final HeldTables NONE = new HeldTables(Map.of());

    public HeldTables {
        drifts = Map.copyOf(drifts);
    }

    /** Events come in the order of the topic. */
    public HeldTables after(SourceEvent event) {
        return switch (event) {
            case SourceEvent.Drifted drifted -> drifted.paused() ? with(drifted) : this;
            case SourceEvent.DriftAccepted accepted -> without(accepted.table());
            case SourceEvent.GapDecided decided ->
                switch (decided.choice()) {
                    // All rows are read again as the tables are now.
                    case RESNAPSHOT -> withoutSource(decided.source());
                    case ACCEPT_GAP -> this;
                };
            case SourceEvent.ResnapshotAsked ignored -> this;
            case SourceEvent.Resnapshotted ignored -> this;
        };
    }

    public boolean isHeld(SourceTable table) {
        return drifts.containsKey(table);
    }

    /** Those of one source. */
    public HeldTables of(String source) {
        Map<SourceTable, List<SourceEvent.Drifted>> own = new LinkedHashMap<>(drifts);
        own.keySet().removeIf(table -> !table.source().equals(source));
        return new HeldTables(own);
    }

    private HeldTables with(SourceEvent.Drifted drifted) {
        Map<SourceTable, List<SourceEvent.Drifted>> more = new LinkedHashMap<>(drifts);
        List<SourceEvent.Drifted> of = new ArrayList<>(more.getOrDefault(drifted.table(), List.of()));
        of.add(drifted);
        more.put(drifted.table(), List.copyOf(of));
        return new HeldTables(more);
    }

    private HeldTables withoutSource(String source) {
        Map<SourceTable, List<SourceEvent.Drifted>> less = new LinkedHashMap<>(drifts);
        less.keySet().removeIf(table -> table.source().equals(source));
        return new HeldTables(less);
    }

    private HeldTables without(SourceTable table) {
        Map<SourceTable, List<SourceEvent.Drifted>> less = new LinkedHashMap<>(drifts);
        less.remove(table);
        return new HeldTables(less);
    }
}
