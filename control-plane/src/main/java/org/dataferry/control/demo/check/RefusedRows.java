package org.dataferry.control.demo.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.control.demo.business.Business;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.jspecify.annotations.Nullable;

/** The rows and links whose newest write was rejected or is open, by the topics of outcomes. Of the others nothing is kept. */
final class RefusedRows {

    private final Business business;
    private final Map<Place, Last> rows = new HashMap<>();

    /** @param position of the change that caused the write; null for any other cause, which is newer than what was there */
    private record Last(@Nullable SourcePosition position, Outcome outcome) {}

    RefusedRows(Business business) {
        this.business = business;
    }

    /** In the order of the log. The last outcome of a write counts, and of a row's writes the newest. */
    void read(RecordedOutcome recorded) {
        if (recorded.write().part() != Part.ROW && recorded.write().part() != Part.LINK) {
            return;
        }
        Place place = Place.of(business, recorded.write().row());
        SourcePosition position =
                recorded.write().cause() instanceof Cause.OfChange(var change) ? change.position() : null;
        Last before = rows.get(place);
        if (before != null && isOlder(position, before.position())) {
            return;
        }
        if (recorded.outcome() instanceof Outcome.Rejected || recorded.outcome() instanceof Outcome.Open) {
            rows.put(place, new Last(position, recorded.outcome()));
        } else {
            rows.remove(place);
        }
    }

    private static boolean isOlder(@Nullable SourcePosition position, @Nullable SourcePosition than) {
        return position != null && than != null && position.compareTo(than) < 0;
    }

    /** What the newest write of a row or link came to, if it was rejected or is open. */
    Optional<Outcome> of(Place place) {
        return Optional.ofNullable(rows.get(place)).map(Last::outcome);
    }

    Set<Place> places() {
        return Set.copyOf(rows.keySet());
    }
}
