package org.dataferry.sink.loop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowResult;

/**
 * How many rows a batch has: as many as the lanes advise from what requests have taken, and fewer while rows are refused or rolled
 * back, since each bad row costs the batch's others to be sent again in halves.
 */
final class BatchSizes {
    /** Below it a request's own time would outweigh what a bad row costs. */
    private static final int LEAST = 10;

    /** After a clean batch the cap rises by an eighth. */
    private static final int RISE = 8;

    /** What the lanes advise. */
    interface Advice {
        int rows(String entity, Action action);
    }

    private record Kind(String entity, Action action) {}

    private final Advice advice;
    private final IntSupplier most;
    private final Map<Kind, Integer> caps = new HashMap<>();
    private int largest = 1;

    /** @param most the largest that is made at the time, whatever is advised */
    BatchSizes(Advice advice, IntSupplier most) {
        this.advice = advice;
        this.most = most;
    }

    static BatchSizes fixed(int rows) {
        return new BatchSizes((entity, action) -> rows, () -> rows);
    }

    int of(String entity, Action action) {
        int cap = Math.min(caps.getOrDefault(new Kind(entity, action), Integer.MAX_VALUE), most.getAsInt());
        int rows = Math.clamp(advice.rows(entity, action), 1, cap);
        largest = Math.max(largest, rows);
        return rows;
    }

    /** The largest so far. */
    int largest() {
        return largest;
    }

    void answered(Batch batch, List<RowResult> results) {
        if (!batch.action().isBulk()) {
            return;
        }
        Kind kind = new Kind(batch.entity(), batch.action());
        int size = batch.rows().size();
        int highest = most.getAsInt();
        int cap = caps.getOrDefault(kind, highest);
        if (results.stream().anyMatch(BatchSizes::bad)) {
            caps.put(kind, Math.max(Math.min(LEAST, highest), Math.min(cap, size) / 2));
        } else if (size >= cap) {
            caps.put(kind, Math.min(highest, cap + cap / RISE + 1));
        }
    }

    private static boolean bad(RowResult result) {
        return result instanceof RowResult.RolledBack
                || result instanceof RowResult.Refused(var reason, var ignored)
                        && reason != RejectionReason.CHANGED_IN_TARGET;
    }
}
