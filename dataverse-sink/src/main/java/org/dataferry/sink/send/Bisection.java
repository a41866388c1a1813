package org.dataferry.sink.send;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dataferry.schemas.key.RowId;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;

/**
 * Finds the rows at fault in a request that failed as a whole. Bulk requests on standard tables are all or nothing and do
 * not say which row failed (Microsoft, "Use bulk operation messages"): a refused one is divided until the rows at fault
 * are alone, so that healthy ones are not held up.
 *
 * <p>The first part is the largest power of two below the whole. So k rows at fault among n cost at most 2k(⌈log2(n/k)⌉+1)
 * further requests; equal halves would need more for some n, as 32 instead of 30 for 5 among 20.
 */
final class Bisection {

    private Bisection() {}

    /** Sends a part of the rows again. */
    interface Resend {
        List<RowResult> send(List<RowTask> rows) throws InterruptedException;
    }

    /** One result per row, in their order, of rows that failed together. */
    static List<RowResult> of(List<RowTask> rows, Failure failure, Resend resend) throws InterruptedException {
        if (failure instanceof Failure.Refused(var error) && rows.size() > 1 && mayBeOneRow(error.kind())) {
            int first = Integer.highestOneBit(rows.size() - 1);
            List<RowResult> results = new ArrayList<>(resend.send(rows.subList(0, first)));
            results.addAll(resend.send(rows.subList(first, rows.size())));
            return results;
        }
        return Collections.nCopies(rows.size(), single(failure));
    }

    /** One result per row, in their order: of some it is known, and the others are sent again without them. */
    static List<RowResult> without(Map<RowId, RowResult> known, List<RowTask> rows, Resend resend)
            throws InterruptedException {
        List<RowTask> others = rows.stream()
                .filter(row -> !known.containsKey(row.write().row()))
                .toList();
        List<RowResult> resent = others.isEmpty() ? List.of() : resend.send(others);
        Map<RowId, RowResult> results = new HashMap<>(known);
        for (int i = 0; i < others.size(); i++) {
            results.put(others.get(i).write().row(), resent.get(i));
        }
        return rows.stream()
                .map(row -> Objects.requireNonNull(results.get(row.write().row())))
                .toList();
    }

    /** The result of a row that failed alone, or together with others of the same fate. */
    static RowResult single(Failure failure) {
        return switch (failure) {
            case Failure.Refused(var error) -> Refusals.of(error);
            case Failure.Lost lost -> new RowResult.Lost(lost.describe());
            // The lane waits by itself, so these come only when it is told to stop; or for one part of a batch.
            case Failure.Throttled throttled -> new RowResult.Later(throttled.describe());
            case Failure.Unavailable unavailable -> new RowResult.Later(unavailable.describe());
        };
    }

    /** What came of rows that met others, or took too long, is no row's fault: they go back, to be sent later and fewer. */
    private static boolean mayBeOneRow(ErrorKind kind) {
        return switch (kind) {
            case STOP, UNAUTHENTICATED, NOT_READY, CONTENTION, TOO_SLOW, TRANSIENT, THROTTLED -> false;
            case DATA,
                    CUSTOM_LOGIC,
                    CONTRACT,
                    PERMISSION,
                    MISSING_ROW,
                    DUPLICATE,
                    CONCURRENCY,
                    STILL_REFERENCED,
                    TOO_LARGE,
                    DOUBTFUL -> true;
        };
    }
}
