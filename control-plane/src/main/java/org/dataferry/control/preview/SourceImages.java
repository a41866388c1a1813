package org.dataferry.control.preview;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The newest images of source rows, from where their changes stand in the log by the ledger. Columns that a change does not tell
 * are filled from the ones before it, as transform does it.
 */
final class SourceImages {

    /** A large value that no change tells for longer is left absent. */
    private static final int MOST_CHANGES = 20;

    private static final String PLACES = """
            SELECT topic_partition, topic_offset FROM ferry.change
            WHERE source_hash = ferry.hash(?) AND op IS NOT NULL
            ORDER BY ordering DESC, topic_offset LIMIT ?
            """;

    private final LedgerReading ledger;
    private final ChangeLog changes;

    /** What is known of a source row. */
    sealed interface Found {

        record Image(SourceRow row) implements Found {}

        record Deleted() implements Found {}

        record Unreadable() implements Found {}
    }

    SourceImages(LedgerReading ledger, ChangeLog changes) {
        this.ledger = ledger;
        this.changes = changes;
    }

    Found newest(ReplayRow row) {
        SourceRow image = null;
        for (Place place : places(row)) {
            Optional<ChangeEvent> event = changes.at(row.table(), place.partition(), place.offset());
            if (event.isEmpty()) {
                return image == null ? new Found.Unreadable() : new Found.Image(image);
            }
            switch (event.get()) {
                case ChangeEvent.Deleted ignored -> {
                    return image == null ? new Found.Deleted() : new Found.Image(image);
                }
                case ChangeEvent.Inserted(var id, var at, SourceRow after) -> {
                    return new Found.Image(filled(image, after));
                }
                case ChangeEvent.Snapshotted(var id, var at, SourceRow after) -> image = filled(image, after);
                case ChangeEvent.Updated(var id, var at, var old, SourceRow after) -> image = filled(image, after);
            }
            if (!image.columns().containsValue(Value.ABSENT)) {
                return new Found.Image(image);
            }
        }
        return image == null ? new Found.Unreadable() : new Found.Image(image);
    }

    private record Place(int partition, long offset) {}

    private static SourceRow filled(@Nullable SourceRow newer, SourceRow older) {
        return newer == null ? older : newer.filledFrom(older);
    }

    private List<Place> places(ReplayRow row) {
        List<Place> places = new ArrayList<>();
        ledger.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PLACES)) {
                statement.setString(
                        1,
                        Fields.join(
                                row.table().source(),
                                row.table().schema(),
                                row.table().table(),
                                row.key().text()));
                statement.setInt(2, MOST_CHANGES);
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        places.add(new Place(found.getInt(1), found.getLong(2)));
                    }
                }
            }
        });
        return places;
    }
}
