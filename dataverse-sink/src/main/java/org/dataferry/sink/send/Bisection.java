package org.dataferry.sink.send;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;

/**
 * Finds the rows at fault in a request that failed as a whole. Bulk requests on standard tables are all or nothing and do
 * not say which row failed (Microsoft, "Use bulk operation messages"): a refused one is halved until the rows at fault are
 * alone, so that healthy ones are not held up.
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
            int middle = rows.size() / 2;
            List<RowResult> results = new ArrayList<>(resend.send(rows.subList(0, middle)));
            results.addAll(resend.send(rows.subList(middle, rows.size())));
            return results;
        }
        return Collections.nCopies(rows.size(), single(failure));
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

    private static boolean mayBeOneRow(ErrorKind kind) {
        return kind != ErrorKind.STOP && kind != ErrorKind.UNAUTHENTICATED && kind != ErrorKind.NOT_READY;
    }
}
