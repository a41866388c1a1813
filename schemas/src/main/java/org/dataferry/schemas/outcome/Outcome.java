package org.dataferry.schemas.outcome;

import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.EntityWrite;

/**
 * What became of a write. The topic keeps all outcomes of a write; the last one counts.
 *
 * <p>That Dataverse was throttled, slow or down is no outcome: the write waits, and is in flight.
 */
public sealed interface Outcome {

    /** Nothing more will happen to the write by itself. */
    sealed interface Final extends Outcome {}

    /** The write waits for something that can be named. */
    sealed interface Open extends Outcome {}

    /** The target did it. */
    record Applied(Effect effect) implements Final {}

    /**
     * The target had this version, or a newer state of a deleted row, before it was asked.
     *
     * @param isGone whether that is so because the row is not there, as the write wanted
     */
    record AlreadyApplied(boolean isGone) implements Final {

        public static AlreadyApplied of(EntityWrite write) {
            return new AlreadyApplied(write instanceof EntityWrite.DeleteRow);
        }
    }

    /** Nothing had to be sent. */
    record Skipped(SkipReason reason) implements Final {}

    /** Read and refused: by our mapping or by Dataverse. What could not be read at all is a dead letter instead. */
    record Rejected(RejectionReason reason, String detail) implements Final {}

    /** Waits until a row that it names exists. */
    record Parked(RowId waitingFor) implements Open {}

    /** Waits for its phase, or for a heartbeat to pass. */
    record Deferred(DeferralReason reason) implements Open {}

    /**
     * The target is not as we believed, so transform decides anew.
     *
     * @param row which row of the target the reason is about
     */
    record Bounced(RowId row, BounceReason reason) implements Open {}

    enum Effect {
        CREATED,
        UPDATED,
        DELETED,
        LINKED,
        UNLINKED
    }

    enum SkipReason {
        /** Equal to what the target has. */
        NO_CHANGE,
        /** The mapping leaves such rows out. */
        FILTERED,
        /** A newer version of the row took its place before it was sent. */
        SUPERSEDED,
        /** The source row is gone, and the mapping says that its row in the target is kept. */
        KEPT,
        /** Somebody changed the row in the target since Ferry wrote it, and the mapping says that this holds. */
        CHANGED_IN_TARGET,
        /**
         * The source row was refused before, and goes on in a merged row or a link by now; what becomes of that is told under
         * its id.
         */
        IN_ANOTHER_ROW
    }

    enum BounceReason {
        /** A lookup or link names this row, and the target does not have it. */
        MISSING,
        /** This row is to be deleted, and others in the target still name it. */
        STILL_NAMED
    }

    enum DeferralReason {
        PHASE,
        HEARTBEAT
    }
}
