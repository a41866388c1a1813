package org.dataferry.control.projection;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.settings.LedgerLimits;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/** A ledger in a real PostgreSQL that a test tells what has happened, each thing a second after the one before. */
public final class ToldLedger {

    public static final String MIGRATION = "nw";
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Endpoints.Database database;
    private final Batch batch = new Batch(TableNames.of("erp"));
    private long offset;

    public ToldLedger() throws SQLException {
        database = LedgerServer.database();
    }

    public Endpoints.Database database() {
        return database;
    }

    public static SourceTable table(String name) {
        return new SourceTable("erp", "public", name);
    }

    public static RowId.OfSource row(String entity, String table, String key) {
        return new RowId.OfSource(entity, table(table), key(key));
    }

    public static SourceKey key(String text) {
        return SourceKey.of(new Value.Text(text));
    }

    public static UUID guid(RowId row) {
        return new UUID(7, row.text().hashCode());
    }

    /** The moment of what is told next. */
    public Instant now() {
        return NOON.plusSeconds(offset);
    }

    /** Nothing happens for a while. */
    public void rest(Duration time) {
        offset += time.toSeconds();
    }

    /** The source row changed, which became a write of the row. */
    public WriteId changed(RowId.OfSource row, long lsn, String op) {
        SourcePosition position = new SourcePosition.InLog(1, lsn, lsn, 0);
        Instant at = now();
        batch.captured(row.table(), row.key().text(), position, op, at, place());
        WriteId write = new WriteId(
                new Cause.OfChange(new ChangeId(MIGRATION, row.table(), row.key(), position)), row, Part.ROW);
        batch.announced(new FanOut.Announced(((Cause.OfChange) write.cause()).change(), List.of(write)), place());
        return write;
    }

    /** The row is sent again. */
    public WriteId replayed(RowId row, String replay) {
        WriteId write = new WriteId(new Cause.OfReplay(replay), row, Part.ROW);
        batch.announced(new FanOut.Reannounced(write.cause(), List.of(write)), place());
        return write;
    }

    public static EntityWrite.UpsertRow upsert(
            WriteId write, long version, Map<String, Value> columns, Map<String, LookupTarget> lookups) {
        return new EntityWrite.UpsertRow(
                write, version, OptionalLong.empty(), columns, lookups, Set.of(), "m" + version);
    }

    public void sent(EntityWrite write) {
        batch.written(write, place());
    }

    /** @param at where it stands in Kafka */
    public void sent(EntityWrite write, int partition, long at) {
        batch.written(write, new Place(partition, at, now()));
    }

    public void said(WriteId write, long version, Outcome outcome) {
        Instant at = now();
        batch.recorded(new RecordedOutcome(write, version, outcome, RecordedOutcome.Stage.SINK, at), place());
    }

    public void present(RowId row, long version, Identity.Origin origin) {
        batch.identified(row, new Identity.Present(Optional.of(guid(row)), version, origin));
    }

    public void decided(ControlEvent event) {
        batch.decided(event, place());
    }

    /** Somebody accepts a refused or parked write as it is, or no longer. */
    public void waived(WaiverEvent event) {
        Place place = place();
        batch.decided(event, place);
        batch.decided((ControlEvent) event, place);
    }

    /** All that was told is in the ledger when this returns. */
    public ToldLedger write() throws SQLException, InterruptedException {
        try (LedgerSession session = LedgerSession.open(
                LedgerDatabase.open(database, LedgerLimits.defaults()),
                MIGRATION,
                TableNames.of("erp"),
                Set.of(),
                5_000,
                false)) {
            LedgerServer.write(session, batch);
        }
        return this;
    }

    private Place place() {
        Place place = new Place(0, offset, now());
        offset++;
        return place;
    }
}
