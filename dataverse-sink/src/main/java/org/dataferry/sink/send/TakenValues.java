package org.dataferry.sink.send;

import java.util.List;
import java.util.Map;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which row is at fault when a request is refused as another row has a key's value already. An annotation of
 * the error tells the value; if just one row of the request has it, that is the row, and the others need no halving.
 */
final class TakenValues {

    private TakenValues() {}

    /** One result per row, in their order, of rows that were refused together. */
    static List<RowResult> of(List<RowTask> rows, ApiError error, String keyColumn, Bisection.Resend resend)
            throws InterruptedException {
        // Our own key: a late request of ours has made the row meanwhile, so it is there and not at fault.
        if (error.duplicateValues().containsKey(keyColumn)) {
            return Bisection.of(rows, new Failure.Refused(error), resend);
        }
        List<RowTask> holders = rows.size() == 1
                ? rows
                : rows.stream()
                        .filter(row -> holds(row.write(), error.duplicateValues()))
                        .toList();
        if (holders.size() != 1) {
            return Bisection.of(rows, new Failure.Refused(error), resend);
        }
        RowResult taken = Refusals.refused(RejectionReason.DUPLICATE_VALUE, error);
        return Bisection.without(Map.of(holders.getFirst().write().row(), taken), rows, resend);
    }

    private static boolean holds(EntityWrite write, Map<String, String> values) {
        return write instanceof EntityWrite.UpsertRow upsert
                && !values.isEmpty()
                && values.entrySet().stream()
                        .allMatch(value -> hasText(upsert.columns().get(value.getKey()), value.getValue()));
    }

    private static boolean hasText(@Nullable Value value, String text) {
        return value != null
                && !(value instanceof Value.Absent)
                && RowBodies.json(value).asText().equals(text);
    }
}
