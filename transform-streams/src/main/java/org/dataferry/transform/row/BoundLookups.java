package org.dataferry.transform.row;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.LookupTarget;

/** What lookups that are bound name. */
final class BoundLookups {

    private BoundLookups() {}

    /** The rows that they name, by column. */
    static Map<String, Optional<RowId>> names(Map<String, LookupTarget> lookups) {
        Map<String, Optional<RowId>> names = new LinkedHashMap<>();
        lookups.forEach((column, target) -> names.put(
                column,
                switch (target) {
                    case LookupTarget.None ignored -> Optional.empty();
                    case LookupTarget.ByKey(RowId row) -> Optional.of(row);
                    case LookupTarget.ByGuid(RowId row, UUID guid) -> Optional.of(row);
                }));
        return names;
    }

    /** The GUID under which one of them names the row. */
    static Optional<UUID> guid(Map<String, LookupTarget> lookups, RowId row) {
        return lookups.values().stream()
                .filter(target -> target instanceof LookupTarget.ByGuid bound
                        && bound.row().equals(row))
                .map(target -> ((LookupTarget.ByGuid) target).guid())
                .findFirst();
    }

    /** Lookups that wait for their patch are as the target has them until then. */
    static Map<String, Optional<RowId>> without(Map<String, Optional<RowId>> names, Set<String> patched) {
        names.keySet().removeAll(patched);
        return names;
    }
}
