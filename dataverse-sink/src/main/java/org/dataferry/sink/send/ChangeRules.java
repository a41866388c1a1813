package org.dataferry.sink.send;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;

/**
 * What is done about rows that somebody changed or removed in the target since Ferry wrote them.
 *
 * @param policies of changed rows, by entity; of those not named here the source wins
 * @param ownUsers the system users that Ferry writes as: what they change, nobody else has changed. It may grow, as one that is
 *     shut out is not known before it is let in
 * @param lost the entities of which a removed row is reported, and not made anew
 */
public record ChangeRules(Map<String, ChangedPolicy> policies, Set<UUID> ownUsers, Set<String> lost) {

    /** The source wins everywhere. */
    public static final ChangeRules NONE = new ChangeRules(Map.of(), Set.of(), Set.of());

    public ChangeRules {
        policies = Map.copyOf(policies);
        ownUsers = Collections.unmodifiableSet(ownUsers);
        lost = Set.copyOf(lost);
    }

    /**
     * Whether an upsert of a row that was there reports that it is not any more. A row in doubt may have been removed by a delete
     * of our own whose answer was lost; and an operator who replays a row wants it to be there.
     */
    boolean reportsLoss(RowTask row) {
        EntityWrite write = row.write();
        return lost.contains(write.row().entity())
                && !row.merged().inDoubt()
                && !(write.id().cause() instanceof Cause.OfReplay);
    }

    static RowResult reportedLost() {
        return new RowResult.Refused(
                RejectionReason.ROW_LOST, "it is not in the target any more, and its mapping says to report that");
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
