package org.dataferry.sink.send;

import java.util.List;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;

/** Tells of rows that were refused, lost or put off together what becomes of each: by the best hint that the error gives. */
final class FaultyRows {

    private final MissingRows missing;
    private final String keyColumn;

    FaultyRows(MissingRows missing, String keyColumn) {
        this.missing = missing;
        this.keyColumn = keyColumn;
    }

    /** One result per row, in their order. */
    List<RowResult> of(List<RowTask> rows, Failure failure, Bisection.Resend resend) throws InterruptedException {
        if (failure instanceof Failure.Refused(var error)) {
            if (error.kind() == ErrorKind.MISSING_ROW) {
                return missing.of(rows, error, resend);
            }
            if (error.kind() == ErrorKind.DUPLICATE) {
                return TakenValues.of(rows, error, keyColumn, resend);
            }
            if (error.kind() == ErrorKind.DATA) {
                return BadValues.of(rows, error, resend);
            }
        }
        return Bisection.of(rows, failure, resend);
    }
}
