package org.dataferry.sink.send;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;

/**
 * What is done about rows that somebody changed in the target since Ferry wrote them.
 *
 * @param policies by entity; of those not named here the source wins
 * @param ownUsers the system users that Ferry writes as: what they change, nobody else has changed
 */
public record ChangeRules(Map<String, ChangedPolicy> policies, Set<UUID> ownUsers) {

    /** The source wins everywhere. */
    public static final ChangeRules NONE = new ChangeRules(Map.of(), Set.of());

    public ChangeRules {
        policies = Map.copyOf(policies);
        ownUsers = Set.copyOf(ownUsers);
    }

    /** Whether writes to rows of the entity are guarded by the version of the row. */
    public boolean guards(String entity) {
        return of(entity) != ChangedPolicy.OVERWRITE;
    }

    /**
     * Whether this write is guarded. The first to a row that others made is not, nor is one that goes out whoever changed the
     * row, as an operator has decided so.
     */
    boolean guards(RowTask row) {
        return guards(row.write().row().entity()) && !row.untouched() && !isDecided(row.write());
    }

    ChangedPolicy of(String entity) {
        return policies.getOrDefault(entity, ChangedPolicy.OVERWRITE);
    }

    private boolean isDecided(EntityWrite write) {
        return of(write.row().entity()) == ChangedPolicy.REPORT && write.id().cause() instanceof Cause.OfReplay;
    }
}
