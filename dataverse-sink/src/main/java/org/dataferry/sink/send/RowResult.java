package org.dataferry.sink.send;

import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;

/** What became of one row of a batch. */
public sealed interface RowResult {

    /**
     * Done.
     *
     * @param guid of the row; empty after a delete
     */
    record Done(Outcome.Effect effect, Optional<UUID> guid) implements RowResult {}

    /** There was nothing to do: the target was as it should be. */
    record AlreadyDone() implements RowResult {}

    /** Read and refused by Dataverse. */
    record Refused(RejectionReason reason, String detail) implements RowResult {}

    /**
     * Not known; the row is to be read back before it is written again.
     *
     * @param hold whether the request may still be under way in the target, so that reading back must wait
     */
    record Unknown(boolean hold, String why) implements RowResult {}
}
