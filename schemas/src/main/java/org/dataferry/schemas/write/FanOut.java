package org.dataferry.schemas.write;

import java.util.List;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.change.ChangeId;

/**
 * What a change announced. Each change that is read causes exactly one, written in the transaction that emits its
 * writes; so announced less final outcomes is what is still open, counted and not guessed.
 */
public sealed interface FanOut {

    /** The writes of a change that was seen for the first time: at least one per mapping that reads its table. */
    record Announced(ChangeId change, List<WriteId> writes) implements FanOut {
        public Announced {
            writes = List.copyOf(writes);
            requireCause(writes, new Cause.OfChange(change));
        }
    }

    /** A change that was delivered again. It causes nothing and does not count as captured. */
    record Redelivered(ChangeId change) implements FanOut {}

    /**
     * Writes that no fan-out of a change names: those that no change caused, such as a replay's, and parts of a row that
     * several source rows merge into, which is put together elsewhere.
     */
    record Reannounced(Cause cause, List<WriteId> writes) implements FanOut {
        public Reannounced {
            writes = List.copyOf(writes);
            requireCause(writes, cause);
        }
    }

    private static void requireCause(List<WriteId> writes, Cause cause) {
        for (WriteId write : writes) {
            if (!write.cause().equals(cause)) {
                throw new SchemasException("write " + write + " is announced under another cause: " + cause.text());
            }
        }
    }
}
