package org.dataferry.sink.send;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.BadValue;
import org.dataferry.sink.client.protocol.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which rows are at fault when a request is refused for a value that is not valid. The message tells column and value,
 * or the longest text: the rows that have such a value are the suspects. If it is one, that is the row; several are each
 * sent alone, and the others together, which is less than halving.
 */
final class BadValues {

    private BadValues() {}

    /** One result per row, in their order, of rows that were refused together. */
    static List<RowResult> of(List<RowTask> rows, ApiError error, Bisection.Resend resend) throws InterruptedException {
        List<RowTask> suspects = BadValue.in(error.message())
                .map(bad -> rows.stream().filter(row -> sends(row, bad)).toList())
                .orElse(List.of());
        if (suspects.isEmpty() || suspects.size() == rows.size()) {
            return Bisection.of(rows, new Failure.Refused(error), resend);
        }
        Map<RowId, RowResult> known = new HashMap<>();
        for (RowTask suspect : suspects) {
            List<RowResult> result = suspects.size() == 1
                    ? List.of(Bisection.single(new Failure.Refused(error)))
                    : new ArrayList<>(resend.send(List.of(suspect)));
            known.put(suspect.write().row(), result.getFirst());
        }
        return Bisection.without(known, rows, resend);
    }

    private static boolean sends(RowTask row, BadValue bad) {
        return row.write() instanceof EntityWrite.UpsertRow upsert
                && upsert.row().entity().equals(bad.table())
                && (!row.changesSuffice() || upsert.changed().contains(bad.column()))
                && isBad(upsert.columns().get(bad.column()), bad);
    }

    private static boolean isBad(@Nullable Value value, BadValue bad) {
        return switch (bad) {
            case BadValue.TooLong(String table, String column, int most) ->
                value instanceof Value.Text(String text) && text.length() > most;
            case BadValue.OutOfRange(String table, String column, String text) ->
                value != null
                        && !(value instanceof Value.Absent)
                        && RowBodies.json(value).asText().equals(text);
        };
    }
}
