package org.dataferry.control.projection;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
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
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/** A real ledger of what a test tells, one thing after the other. Of each row the n-th change is at position n. */
public final class TestLedger {

    public static final String MIGRATION = "nw";
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Endpoints.Database database;
    private Batch batch = new Batch(TableNames.of("erp"));
    private final Map<String, Integer> changes = new HashMap<>();
    private long offset;
    private Instant now = NOON;

    public TestLedger() throws SQLException {
        database = LedgerServer.database();
    }

    /** What is told from now on happened then. */
    public void now(Instant moment) {
        now = moment;
    }

    /** How many records were told of so far: the offset of the next. */
    public long offset() {
        return offset;
    }

    /** A change of a source row, which announces a write of each of these rows. */
    public List<WriteId> changed(SourceTable table, String key, String op, RowId... rows) {
        SourceKey source = key(key);
        int number = changes.merge(table.qualified() + " " + key, 1, Integer::sum);
        SourcePosition position = new SourcePosition.InLog(1, number, number, 0);
        batch.captured(table, source.text(), position, op, now, place());
        ChangeId change = new ChangeId(MIGRATION, table, source, position);
        List<WriteId> writes = List.of(rows).stream()
                .map(row ->
                        new WriteId(new Cause.OfChange(change), row, row instanceof RowId.Link ? Part.LINK : Part.ROW))
                .toList();
        batch.announced(new FanOut.Announced(change, writes), place());
        return writes;
    }

    /** A write of a replay. */
    public WriteId replayed(String replayId, RowId row) {
        Part part = row instanceof RowId.Link ? Part.LINK : Part.ROW;
        WriteId write = new WriteId(new Cause.OfReplay(replayId), row, part);
        batch.announced(new FanOut.Reannounced(write.cause(), List.of(write)), place());
        return write;
    }

    /** A replay of a source row that was refused before; it goes on in this row, and that is told of both. */
    public WriteId replayedInto(String replayId, RowId.OfSource own, RowId row) {
        Cause cause = new Cause.OfReplay(replayId);
        Part part = row instanceof RowId.Link ? Part.LINK : Part.ROW;
        WriteId write = new WriteId(cause, row, part);
        WriteId told = new WriteId(cause, own, Part.ROW);
        batch.announced(new FanOut.Reannounced(cause, List.of(told, write)), place());
        said(told, 0, new Outcome.Skipped(Outcome.SkipReason.IN_ANOTHER_ROW));
        return write;
    }

    /** Somebody accepts the writes as they are. */
    public void waived(String waiverId, WriteId... writes) {
        batch.decided(
                new WaiverEvent.Waived(
                        waiverId, "account", writes.length, "--key", 1, 1, List.of(writes), 1, "ann", "known", now),
                place());
    }

    /** It went to the sink. */
    public void sent(WriteId write, long version, String mappingVersion) {
        batch.written(
                new EntityWrite.UpsertRow(
                        write,
                        version,
                        OptionalLong.empty(),
                        Map.of("name", new Value.Text("n" + version)),
                        Map.of(),
                        Set.of(),
                        mappingVersion),
                place());
    }

    public void said(WriteId write, long version, Outcome outcome) {
        batch.recorded(new RecordedOutcome(write, version, outcome, RecordedOutcome.Stage.SINK, now), place());
    }

    public void identified(RowId row, Identity identity) {
        batch.identified(row, identity);
    }

    /** Puts into the ledger what was told so far. */
    public void write() throws Exception {
        try (LedgerSession session = LedgerSession.open(
                LedgerDatabase.open(database, LedgerLimits.defaults()),
                MIGRATION,
                TableNames.of("erp"),
                Set.of(),
                5_000,
                false)) {
            LedgerServer.write(session, batch);
        }
        batch = new Batch(TableNames.of("erp"));
    }

    public LedgerReading open() {
        return LedgerReading.open(database, MIGRATION, LedgerLimits.defaults(), Duration.ofSeconds(30));
    }

    public List<String> query(String sql) throws SQLException {
        return LedgerServer.query(database, sql);
    }

    public static SourceKey key(String text) {
        return SourceKey.of(new Value.Text(text));
    }

    public static Identity present(String key, long version) {
        return new Identity.Present(
                Optional.of(new UUID(7, key.hashCode())), version, Identity.Origin.CREATED_BY_FERRY);
    }

    /** As if all stood in one partition. */
    private Place place() {
        return new Place(0, offset++, now);
    }
}
