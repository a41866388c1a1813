package org.dataferry.control.replay;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/**
 * The source rows of which the newest write of some part was rejected. An older write of the row that comes to its end
 * later, such as one that was parked, does not change that. Keeps rejected rows only, and of merged rows and links which
 * source row they came of.
 */
final class RejectedRows {

    private record PartOfRow(String row, Part part, String column) {}

    private final Map<PartOfRow, RecordedOutcome> rejected = new HashMap<>();
    private final Map<String, ReplayRow> origins = new HashMap<>();

    void read(RecordedOutcome outcome) {
        WriteId write = outcome.write();
        if (!(write.row() instanceof RowId.OfSource) && write.cause() instanceof Cause.OfChange(var change)) {
            origins.put(write.row().text(), new ReplayRow(change.table(), change.key()));
        }
        PartOfRow part = new PartOfRow(write.row().text(), write.part(), write.column());
        if (outcome.outcome() instanceof Outcome.Rejected) {
            rejected.put(part, outcome);
        } else if (rejected.containsKey(part) && !isOlder(write.cause(), rejected.get(part))) {
            rejected.remove(part);
        }
    }

    Set<ReplayRow> rows() {
        Set<ReplayRow> rows = new LinkedHashSet<>();
        rejected.values().forEach(outcome -> origin(outcome.write().row()).ifPresent(rows::add));
        return rows;
    }

    private Optional<ReplayRow> origin(RowId row) {
        return switch (row) {
            case RowId.OfSource source -> Optional.of(new ReplayRow(source.table(), source.key()));
            case RowId.Merged merged -> Optional.ofNullable(origins.get(merged.text()));
            case RowId.Link link -> Optional.ofNullable(origins.get(link.text()));
        };
    }

    /** Of two changes the position tells; any other cause came when it was recorded. */
    private static boolean isOlder(Cause cause, RecordedOutcome than) {
        return position(cause)
                .flatMap(one -> position(than.write().cause()).map(other -> one.compareTo(other) < 0))
                .orElse(false);
    }

    private static Optional<SourcePosition> position(Cause cause) {
        return cause instanceof Cause.OfChange(var change) ? Optional.of(change.position()) : Optional.empty();
    }
}
