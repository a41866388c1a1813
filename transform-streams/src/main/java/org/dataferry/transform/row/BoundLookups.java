package org.dataferry.transform.row;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.transform.state.BoundLookup;

/** What lookups that are bound name. */
final class BoundLookups {

    private BoundLookups() {}

    /** The rows that they name, by column. */
    static Map<String, Optional<RowId>> names(Map<String, BoundLookup> lookups) {
        Map<String, Optional<RowId>> names = new LinkedHashMap<>();
        lookups.forEach((column, lookup) -> names.put(column, lookup.named()));
        return names;
    }

    /** What the target is told, by column. */
    static Map<String, LookupTarget> targets(Map<String, BoundLookup> lookups) {
        Map<String, LookupTarget> targets = new LinkedHashMap<>();
        lookups.forEach((column, lookup) -> targets.put(column, lookup.target()));
        return targets;
    }

    /** The first that is bound to this row of the target. */
    static Optional<BoundLookup> boundTo(Map<String, BoundLookup> lookups, RowId row) {
        return lookups.values().stream()
                .filter(lookup -> lookup.row().equals(Optional.of(row)))
                .findFirst();
    }

    /** Lookups that wait for their patch are as the target has them until then. */
    static Map<String, Optional<RowId>> without(Map<String, Optional<RowId>> names, Set<String> patched) {
        names.keySet().removeAll(patched);
        return names;
    }
}
