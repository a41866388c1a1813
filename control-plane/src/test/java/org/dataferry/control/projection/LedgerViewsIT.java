package org.dataferry.control.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.LedgerLimits;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the views say of rows to which known things have happened. */
final class LedgerViewsIT {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Outcome CREATED = new Outcome.Applied(Outcome.Effect.CREATED);
    private static final Outcome UPDATED = new Outcome.Applied(Outcome.Effect.UPDATED);
    private static final Outcome REFUSED = new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "name");

    private Endpoints.Database database;
    private final Batch batch = new Batch(TableNames.of("erp"));
    private long offset;

    @BeforeEach
    void openDatabase() throws SQLException {
        database = LedgerServer.database();
    }

    @Test
    void sayHowFarEachRowIs() throws Exception {
        WriteId applied = changed("APPLIED", 1, "I");
        sent(applied, 1, "5.50");
        said(applied, 1, CREATED);
        present("APPLIED", 1);
        changed("FLYING", 2, "U");
        said(changed("WAITING", 3, "I"), 1, new Outcome.Parked(row("REFUSED")));
        said(changed("REFUSED", 4, "I"), 1, REFUSED);
        WriteId deleted = changed("DELETED", 5, "D");
        said(deleted, 2, new Outcome.Applied(Outcome.Effect.DELETED));
        batch.identified(row("DELETED"), new Identity.Deleted(2));

        write();

        assertThat(query("SELECT source_key, action, processing, in_target, last_outcome, last_reason,"
                        + " target_image->>'creditlimit', mapping_version FROM ferry.account ORDER BY source_key"))
                .containsExactly(
                        "APPLIED|I|success|PRESENT|APPLIED|CREATED|5.5|m1",
                        "DELETED|D|success|DELETED|APPLIED|DELETED|null|null",
                        "FLYING|U|unprocessed|null|IN_FLIGHT|null|null|null",
                        "REFUSED|I|error|null|REJECTED|VALUE_TOO_LONG|null|null",
                        "WAITING|I|processed|null|PARKED|null|null|null");
        assertThat(query("SELECT source_key FROM ferry.account_success ORDER BY 1"))
                .containsExactly("APPLIED", "DELETED");
        assertThat(query("SELECT source_key, reason, kind, detail, held FROM ferry.account_error"))
                .containsExactly("REFUSED|VALUE_TOO_LONG|DATA_FAULT|name|1");
        assertThat(query("SELECT guid FROM ferry.account WHERE source_key = 'APPLIED'"))
                .containsExactly(guid("APPLIED").toString());
    }

    @Test
    void sayOfAMergedRowWhatIsSaidOfTheRowItIsPartOf() throws Exception {
        said(changed("WHOLE", 1, "I"), 1, CREATED);
        said(changed("BAD", 2, "I"), 1, REFUSED);
        merged("PART", 3, "WHOLE");
        merged("OF BAD", 4, "BAD");
        said(merged("PART REFUSED", 5, "WHOLE"), 1, REFUSED);
        said(merged("PART PASSED ON", 6, "WHOLE"), 1, new Outcome.Skipped(Outcome.SkipReason.IN_ANOTHER_ROW));
        merged("OF NOTHING YET", 7, "NOWHERE");

        write();

        assertThat(query("SELECT source_key, processing FROM ferry.account WHERE in_target = 'MERGED' ORDER BY 1"))
                .containsExactly(
                        "OF BAD|error",
                        "OF NOTHING YET|unprocessed",
                        "PART|success",
                        "PART PASSED ON|success",
                        "PART REFUSED|error");
        assertThat(query("SELECT source_key FROM ferry.account_success ORDER BY 1"))
                .containsExactly("PART", "PART PASSED ON", "WHOLE");
    }

    /** A write under the row's own id, which nothing but a refusal and its end has. */
    private WriteId merged(String key, long lsn, String into) {
        batch.captured(TABLE, key(key).text(), new SourcePosition.InLog(1, lsn, lsn, 0), "I", NOON, place());
        batch.identified(row(key), new Identity.MergedInto(row(into)));
        return new WriteId(cause(key, lsn), row(key), Part.ROW);
    }

    @Test
    void groupErrorsByWhatIsBehindThem() throws Exception {
        said(changed("BAD", 1, "I"), 1, REFUSED);
        said(changed("A", 2, "I"), 1, new Outcome.Parked(row("BAD")));
        said(changed("B", 3, "I"), 1, new Outcome.Parked(row("A")));
        said(changed("C", 4, "I"), 1, new Outcome.Parked(row("NOWHERE")));
        said(changed("X", 5, "I"), 1, new Outcome.Parked(row("Y")));
        said(changed("Y", 6, "I"), 1, new Outcome.Parked(row("X")));

        write();

        assertThat(query("SELECT entity, reason, kind, rows, held, root FROM ferry.error_group ORDER BY reason"))
                .containsExactly(
                        "account|MISSING|WAITING|1|1|1 account row MISSING hold 1 row",
                        "account|VALUE_TOO_LONG|DATA_FAULT|1|2|1 account row VALUE_TOO_LONG hold 2 rows");
        assertThat(query("SELECT source_key, waits_for FROM ferry.account_parked WHERE source_key < 'X' ORDER BY 1"))
                .containsExactly(
                        "A|waits for account of public.customers BAD, which was refused: VALUE_TOO_LONG",
                        "B|waits for account of public.customers A, which waits itself",
                        "C|waits for account of public.customers NOWHERE, which is not in the target");
        assertThat(query("SELECT count(*) FROM ferry.account WHERE source_key = 'NOWHERE'"))
                .as("a row that nobody has ever brought")
                .containsExactly("0");
    }

    @Test
    void callARowMissingOnlyWhereNobodyBringsIt() throws Exception {
        changed("FLYING", 1, "I");
        said(changed("DEFERRED", 2, "I"), 1, new Outcome.Deferred(Outcome.DeferralReason.PHASE));
        said(changed("CREATED", 3, "I"), 1, CREATED);
        said(changed("PRESENT", 4, "I"), 1, CREATED);
        present("PRESENT", 1);
        present("FOUND", 1);
        said(changed("DELETED", 5, "I"), 1, CREATED);
        said(changed("DELETED", 6, "D"), 2, new Outcome.Applied(Outcome.Effect.DELETED));
        batch.identified(row("DELETED"), new Identity.Deleted(2));
        said(changed("FILTERED", 7, "I"), 1, new Outcome.Skipped(Outcome.SkipReason.FILTERED));
        long lsn = 8;
        for (String root :
                List.of("NOWHERE", "FLYING", "DEFERRED", "CREATED", "PRESENT", "FOUND", "DELETED", "FILTERED")) {
            said(changed("OF " + root, lsn++, "I"), 1, new Outcome.Parked(row(root)));
        }

        write();

        assertThat(query("SELECT reason, kind, rows, held, remedy IS NOT NULL FROM ferry.error_group ORDER BY reason"))
                .containsExactly("MISSING|WAITING|1|1|t", "NOT_COMING|WAITING|2|2|t", "UNDER_WAY|WAITING|5|5|t");
    }

    @Test
    void endAnErrorWithTheNextWordOfTheSamePartAndNotWithAnOlderChange() throws Exception {
        said(changed("MENDED", 1, "I"), 1, REFUSED);
        said(changed("MENDED", 2, "U"), 2, CREATED);
        said(changed("REMOVED", 3, "I"), 1, REFUSED);
        said(changed("REMOVED", 4, "D"), 2, new Outcome.Applied(Outcome.Effect.DELETED));
        WriteId older = changed("STANDS", 5, "I");
        said(changed("STANDS", 6, "U"), 2, REFUSED);
        said(older, 1, CREATED);
        said(changed("OTHER PART", 7, "I"), 1, CREATED);
        said(new WriteId(cause("OTHER PART", 8), row("OTHER PART"), Part.STATE), 1, REFUSED);
        said(changed("OTHER PART", 9, "U"), 2, UPDATED);

        write();

        assertThat(query("SELECT source_key, part FROM ferry.account_error ORDER BY 1"))
                .containsExactly("OTHER PART|STATE", "STANDS|ROW");
    }

    @Test
    void endTheErrorsOfAllPartsWithADeleteThatFindsTheRowGone() throws Exception {
        for (String key : List.of("DELETED", "WRITTEN")) {
            WriteId closed = new WriteId(cause(key, 1), row(key), Part.STATE);
            batch.written(new EntityWrite.SetState(closed, 1, 1, -1, "m1"), place());
            said(closed, 1, UPDATED);
            said(new WriteId(cause(key, 2), row(key), Part.LOOKUP, "parentid"), 1, REFUSED);
        }
        WriteId deleted = changed("DELETED", 3, "D");
        batch.written(new EntityWrite.DeleteRow(deleted, 2, "m1"), place());
        said(deleted, 2, new Outcome.AlreadyApplied(true));
        WriteId written = changed("WRITTEN", 3, "U");
        sent(written, 2, "1");
        said(written, 2, new Outcome.AlreadyApplied(false));

        write();

        assertThat(query("SELECT source_key, processing, state FROM ferry.account ORDER BY 1"))
                .containsExactly("DELETED|success|null", "WRITTEN|error|1");
    }

    @Test
    void sumWhatTheTargetHasByStateAndCurrency() throws Exception {
        for (String key : List.of("A", "B", "C", "GONE")) {
            WriteId write = changed(key, 1, "I");
            sent(write, 1, "1.10");
            said(write, 1, CREATED);
            present(key, 1);
        }
        WriteId second = changed("A", 2, "U");
        sent(second, 2, "100.5");
        said(second, 2, UPDATED);
        WriteId refused = changed("B", 2, "U");
        sent(refused, 2, "7777");
        said(refused, 2, REFUSED);
        WriteId closed = new WriteId(cause("C", 2), row("C"), Part.STATE);
        batch.written(new EntityWrite.SetState(closed, 1, 1, -1, "m1"), place());
        said(closed, 1, UPDATED);
        batch.identified(row("GONE"), new Identity.Gone(1));

        write();

        assertThat(
                        query(
                                "SELECT entity, state, column_name, currency, rows, amount FROM ferry.target_image ORDER BY 2, 3"))
                .containsExactly(
                        "account|0|creditlimit|EUR|2|101.6",
                        "account|0|null|null|2|null",
                        "account|1|creditlimit|EUR|1|1.1",
                        "account|1|null|null|1|null");
        assertThat(query("SELECT target_image->>'creditlimit', newest_image->>'creditlimit' FROM ferry.account"
                        + " WHERE source_key = 'B'"))
                .containsExactly("1.1|7777");
    }

    @Test
    void tellTheSumsAtAFence() throws Exception {
        said(changed("A", 1, "I"), 1, CREATED);
        batch.reached(new FenceEvent.Reached("f1", FenceEvent.Kind.FENCE, "erp", NOON, Map.of()), place());
        WriteId later = changed("B", 2, "I");
        batch.recorded(
                new RecordedOutcome(later, 1, CREATED, RecordedOutcome.Stage.SINK, NOON.plusSeconds(3_600)), place());

        write();

        assertThat(query("SELECT fence_id, entity, status, writes FROM ferry.fence_sum ORDER BY status"))
                .containsExactly("f1|account|ANNOUNCED|2", "f1|account|APPLIED|1");
        assertThat(query("SELECT status, writes FROM ferry.sum_history ORDER BY half_minute, status"))
                .containsExactly("ANNOUNCED|2", "APPLIED|1", "APPLIED|2");
    }

    @Test
    void tellWhatRunsCountedAtFencesAndWhatWasLost() throws Exception {
        WriteId lost = changed("LOST", 1, "I");
        checked("f1", new FenceEvent.Sum(3, Map.of("applied", 2L, "inFlight", 1L), 1, List.of(lost.text())));
        checked("f2", new FenceEvent.Sum(4, Map.of("applied", 3L, "rejected", 1L), 0, List.of()));
        WriteId replayed = new WriteId(new Cause.OfReplay("r1"), row("A"), Part.ROW);
        batch.announced(new FanOut.Reannounced(replayed.cause(), List.of(replayed)), place());
        said(replayed, 1, UPDATED);

        write();

        assertThat(query("SELECT fence_id, entity, announced, applied, rejected, in_flight, missing, balanced"
                        + " FROM ferry.fence_check ORDER BY checked_at"))
                .containsExactly("f1|account|3|2|0|1|1|f", "f2|account|4|3|1|0|0|t");
        assertThat(query("SELECT fence_id, missing, missing_writes->>0, is_open FROM ferry.imbalance"))
                .containsExactly("f1|1|" + lost.text() + "|f");
        assertThat(query("SELECT replay_id, entity, announced, applied, in_flight FROM ferry.replay_sums"))
                .containsExactly("r1|account|1|1|0");
    }

    private void checked(String fence, FenceEvent.Sum sum) {
        batch.checked(new FenceEvent.Checked(fence, 1, Map.of("account", sum)), place());
    }

    @Test
    void findARowByAKeyOfAnyLength() throws Exception {
        // Letters by chance, which do not compress.
        String key = new Random(1)
                .ints(10_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        said(changed(key, 1, "I"), 1, CREATED);
        present(key, 1);
        said(changed("SHORT", 2, "I"), 1, CREATED);

        write();

        String byKey = "SELECT guid FROM ferry.account WHERE source_key = '" + key + "'";
        assertThat(query(byKey)).containsExactly(guid(key).toString());
        LedgerServer.execute(
                database,
                "ALTER DATABASE " + query("SELECT current_database()").getFirst() + " SET enable_seqscan = off");
        assertThat(query("EXPLAIN " + byKey))
                .anySatisfy(step -> assertThat(step).contains("row_by_key"));
    }

    @Test
    void areOfEachEntityAlsoWhereTwoWantTheSameName() throws Exception {
        Set<String> entities = Set.of("new_payment_error", "new_payment", "log", "row_by_key", "x".repeat(60));
        for (int start = 0; start < 2; start++) {
            try (LedgerSession session = LedgerSession.open(
                    LedgerDatabase.open(database, LedgerLimits.defaults()),
                    "nw",
                    TableNames.of("erp"),
                    entities,
                    5_000,
                    false)) {
                assertThat(session.connection().isClosed()).isFalse();
            }
        }

        assertThat(query("SELECT entity, regexp_replace(view_name, '_[0-9a-f]{8}$', ' and a hash') FROM ferry.entities"
                        + " ORDER BY entity COLLATE \"C\""))
                .containsExactly(
                        "log|log and a hash",
                        "new_payment|new_payment",
                        "new_payment_error|new_payment_error and a hash",
                        "row_by_key|row_by_key and a hash",
                        "x".repeat(60) + "|" + "x".repeat(46) + " and a hash");
        for (String name : query("SELECT view_name FROM ferry.entities")) {
            assertThat(query("SELECT count(*) FROM ferry." + name + "_error")).containsExactly("0");
        }
    }

    private WriteId changed(String key, long lsn, String op) {
        SourcePosition position = new SourcePosition.InLog(1, lsn, lsn, 0);
        batch.captured(TABLE, key(key).text(), position, op, NOON, place());
        WriteId write = new WriteId(cause(key, lsn), row(key), Part.ROW);
        batch.announced(new FanOut.Announced(((Cause.OfChange) write.cause()).change(), List.of(write)), place());
        return write;
    }

    private void sent(WriteId write, long version, String amount) {
        RowId euro =
                new RowId.OfSource("transactioncurrency", new SourceTable("erp", "public", "currencies"), key("EUR"));
        batch.written(
                new EntityWrite.UpsertRow(
                        write,
                        version,
                        OptionalLong.empty(),
                        Map.of("creditlimit", Value.decimal(amount)),
                        Map.of("transactioncurrencyid", new LookupTarget.ByKey(euro)),
                        Set.of(),
                        "m1"),
                place());
    }

    private void said(WriteId write, long version, Outcome outcome) {
        batch.recorded(new RecordedOutcome(write, version, outcome, RecordedOutcome.Stage.SINK, NOON), place());
    }

    private void present(String key, long version) {
        batch.identified(
                row(key), new Identity.Present(Optional.of(guid(key)), version, Identity.Origin.CREATED_BY_FERRY));
    }

    private void write() throws Exception {
        try (LedgerSession session = LedgerSession.open(
                LedgerDatabase.open(database, LedgerLimits.defaults()),
                "nw",
                TableNames.of("erp"),
                Set.of(),
                5_000,
                false)) {
            session.write(batch);
        }
    }

    private List<String> query(String sql) throws SQLException {
        return LedgerServer.query(database, sql);
    }

    /** As if all stood in one partition. */
    private Place place() {
        return new Place(0, offset++, NOON);
    }

    private static Cause cause(String key, long lsn) {
        return new Cause.OfChange(new ChangeId("nw", TABLE, key(key), new SourcePosition.InLog(1, lsn, lsn, 0)));
    }

    private static RowId row(String key) {
        return new RowId.OfSource("account", TABLE, key(key));
    }

    private static SourceKey key(String text) {
        return SourceKey.of(new Value.Text(text));
    }

    private static UUID guid(String key) {
        return new UUID(7, key.hashCode());
    }
}
