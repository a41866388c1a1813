package org.dataferry.sink.send;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;

/** What became of one row of a batch. */
public sealed interface RowResult {

    /**
     * Done.
     *
     * @param guid of the row; empty after a delete, or if the answer did not tell it
     * @param rowVersion the ETag that the row has now; empty if nobody asked for it
     */
    record Done(Outcome.Effect effect, Optional<UUID> guid, Optional<String> rowVersion) implements RowResult {
        public Done(Outcome.Effect effect, Optional<UUID> guid) {
            this(effect, guid, Optional.empty());
        }
    }

    /** There was nothing to do: the target was as it should be. */
    record AlreadyDone() implements RowResult {}

    /**
     * The row is in the target, with Ferry's key, which was not known before it was looked for.
     *
     * @param rest what became of the write after that
     */
    record Found(UUID guid, RowResult rest) implements RowResult {}

    /** Not done: somebody changed the row since we wrote it, and that is to hold. */
    record Kept() implements RowResult {}

    /** Read and refused by Dataverse. */
    record Refused(RejectionReason reason, String detail) implements RowResult {}

    /**
     * Not done, as a row that it names is not in the target; or the row itself, if the write must not make it.
     *
     * @param guid under which the missing row was named; empty if by its key
     */
    record Missing(RowId row, Optional<UUID> guid) implements RowResult {}

    /** Not deleted: other rows of the target name this one, and their relationship forbids it. */
    record StillNamed() implements RowResult {}

    /**
     * What the row holds in the columns that are about to be written, as its properties in JSON.
     *
     * @param guid empty if there is no such row
     */
    record OldValues(Optional<UUID> guid, Map<String, String> columns) implements RowResult {
        public OldValues {
            columns = Map.copyOf(columns);
        }
    }

    /** Not known: it may have been done, or be done yet. To be read back once the request can no longer commit. */
    record Lost(String why) implements RowResult {}

    /** Not done, by no fault of the row: the environment is busy or away, or we are stopping. To be sent again as it is. */
    record Later(String why) implements RowResult {}

    /**
     * Certainly not done, by a fault that may pass: the request met other work, or took too long, or logic of the target
     * failed. To be sent again after a pause with fewer rows in a request, as often as that fault is worth.
     *
     * @param reason why it is refused, if that does not help
     */
    record RolledBack(RejectionReason reason, String why) implements RowResult {}

    /**
     * Not done as it was sent, as the row is not what we took it for. To be read back and sent again, a few times.
     *
     * @param reason why it is refused, if that does not help
     */
    record Doubtful(RejectionReason reason, String why) implements RowResult {}
}
