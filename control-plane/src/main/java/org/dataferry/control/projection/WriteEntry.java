package org.dataferry.control.projection;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.WriteId;
import org.jspecify.annotations.Nullable;

/** All that one batch says of a write: of its announcements the first, of all else the last. */
final class WriteEntry {

    private final WriteId id;
    private final UUID hash;
    private @Nullable Place announced;
    private @Nullable EntityWrite written;
    private long writtenAt;
    private @Nullable RecordedOutcome outcome;
    private long outcomeAt;

    WriteEntry(WriteId id, UUID hash) {
        this.id = id;
        this.hash = hash;
    }

    void announced(Place place) {
        if (announced == null || place.compareTo(announced) < 0) {
            announced = place;
        }
    }

    void written(EntityWrite write, long offset) {
        written = write;
        writtenAt = offset;
    }

    void recorded(RecordedOutcome recorded, long offset) {
        outcome = recorded;
        outcomeAt = offset;
    }

    /** In the order of the columns of {@code ferry.write}. */
    List<@Nullable String> columns() {
        CauseText cause = CauseText.of(id.cause());
        Optional<ChangeId> change = cause.change();
        return Columns.of(
                hash,
                Hash.of(id.row()),
                id.row().entity(),
                id.part().name(),
                id.column(),
                cause.kind(),
                id.cause().text(),
                change.map(of -> Hash.of(of.table(), of.key().text())).orElse(null),
                change.map(of -> Ordering.of(of.position())).orElse(null),
                cause.replayId(),
                !(id.row() instanceof RowId.OfSource),
                announced == null ? null : announced.at(),
                announced == null ? null : announced.partition(),
                announced == null ? null : announced.offset(),
                written == null ? null : action(written),
                written == null ? null : written.version(),
                written == null ? null : written.mappingVersion(),
                written instanceof EntityWrite.SetState state ? state.state() : null,
                written == null ? null : writtenAt,
                outcomeColumns());
    }

    private List<@Nullable Object> outcomeColumns() {
        if (outcome == null) {
            return Arrays.asList(Standing.IN_FLIGHT, null, null, null, null, null, null, null, null, null);
        }
        Standing standing = Standing.of(outcome.outcome());
        return Arrays.asList(
                standing.status(),
                standing.reason(),
                standing.detail(),
                standing.about().map(Hash::of).orElse(null),
                standing.about().map(RowId::text).orElse(null),
                outcome.version(),
                outcome.stage().name(),
                outcome.at(),
                outcomeAt,
                outcome.batch().orElse(null));
    }

    private static String action(EntityWrite write) {
        return switch (write) {
            case EntityWrite.UpsertRow ignored -> "UPSERT";
            case EntityWrite.DeleteRow ignored -> "DELETE";
            case EntityWrite.PatchLookup ignored -> "LOOKUP";
            case EntityWrite.SetState ignored -> "STATE";
            case EntityWrite.SetFile ignored -> "FILE";
            case EntityWrite.Link ignored -> "LINK";
            case EntityWrite.Unlink ignored -> "UNLINK";
        };
    }
}
