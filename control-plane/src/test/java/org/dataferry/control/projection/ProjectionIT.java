package org.dataferry.control.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.MigrationLedger;
import org.dataferry.control.ledger.RefusedWrites;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.WaiverEvent;
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
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

/** The ledger in a real PostgreSQL: whatever the order of topics, batches and kills, the same records make the same tables. */
final class ProjectionIT {

    private static final long SEED = Long.getLong("ferry.seed", System.nanoTime());
    private static final int CHANGES = 400;

    /** So small that most decisions take several batches. */
    private static final int ROWS_OF_A_DECISION = 2;

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Map<String, Set<SourceTable>> MADE_OF =
            Map.of("account", Set.of(RandomHistory.CUSTOMERS), "contact", Set.of(RandomHistory.PEOPLE));

    private final RandomHistory history = new RandomHistory(SEED, CHANGES);

    ProjectionIT() {
        System.out.println("seed " + SEED);
    }

    @Test
    void hasTheSumsOfTheMigrationLedgerInAnyOrderOfTopics() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        List<RandomHistory.Placed> order = history.interleaved(new Random(SEED + 1));

        play(database, order, new Random(SEED + 2));

        MigrationLedger ledger = new MigrationLedger();
        order.forEach(placed -> placed.fact().into(ledger, placed.place()));
        for (EntityStatus sum : ledger.sums(MADE_OF)) {
            assertThat(LedgerServer.query(
                            database,
                            "SELECT announced, applied, already_applied, skipped, kept, parked, deferred, bounced, rejected,"
                                    + " in_flight, rows FROM ferry.sums WHERE entity = '" + sum.entity() + "'"))
                    .as(sum.entity())
                    .containsExactly("%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d"
                            .formatted(
                                    sum.announced(),
                                    sum.applied(),
                                    sum.alreadyApplied(),
                                    sum.skipped(),
                                    sum.kept(),
                                    sum.parked(),
                                    sum.deferred(),
                                    sum.bounced(),
                                    sum.rejected(),
                                    sum.inFlight(),
                                    sum.rows()));
            assertThat(LedgerServer.query(
                            database,
                            "SELECT count(*) FROM ferry.write WHERE status = 'PARKED' AND entity = '" + sum.entity()
                                    + "' AND ferry.waiver_of(write_hash) IS NOT NULL"))
                    .containsExactly(Long.toString(sum.waivedParked()));
            SourceTable table = MADE_OF.get(sum.entity()).iterator().next();
            assertThat(LedgerServer.query(
                            database,
                            "SELECT captured, redelivered FROM ferry.changes WHERE source_table = '" + table.qualified()
                                    + "'"))
                    .containsExactly(sum.captured() + "|" + sum.redelivered());
        }
        assertThat(LedgerServer.query(database, "SELECT sum(unannounced) FROM ferry.sums"))
                .containsExactly(Long.toString(ledger.unannounced()));
        assertThat(LedgerServer.query(
                        database,
                        "SELECT count(*) FILTER (WHERE standing = 'OPEN'), count(*) FILTER (WHERE standing = 'DISCARDED')"
                                + " FROM ferry.dead_letters"))
                .containsExactly(ledger.deadLetters() + "|" + ledger.discardedLetters());
    }

    @Test
    void refusesTheSameRowsAsTheStatusDoes() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        List<RandomHistory.Placed> order = history.interleaved(new Random(SEED + 1));
        play(database, order, new Random(SEED + 2));
        RefusedWrites refused = new RefusedWrites();
        order.forEach(placed -> placed.fact().into(refused));

        assertThat(LedgerServer.query(
                        database,
                        "SELECT r.row_hash || ' ' || f.write_hash FROM ferry.row r"
                                + " CROSS JOIN LATERAL ferry.refusals(r.row_hash) f"))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(refused.all().stream()
                        .filter(one -> one.outcome() instanceof Outcome.Rejected)
                        .map(RecordedOutcome::write)
                        .map(write -> Hash.of(write.row()) + " " + Hash.of(write))
                        .toList());
    }

    @Test
    void isTheSameWhenItIsMadeAnewInAnotherOrder() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        play(database, history.interleaved(new Random(SEED + 1)), new Random(SEED + 2));
        Map<String, List<String>> first = LedgerServer.dump(database);

        for (int again = 3; again < 6; again++) {
            try (LedgerSession dropped = session(LedgerDatabase.open(database, LedgerLimits.defaults()), true)) {
                assertThat(LedgerSchema.progress(dropped.connection())).isEmpty();
            }
            play(database, history.interleaved(new Random(SEED + again)), new Random(SEED + again));

            assertThat(LedgerServer.dump(database)).isEqualTo(first);
        }
        assertThat(first.get("row")).hasSizeGreaterThan(20);
        assertThat(first.get("target_sum")).isNotEmpty();
        assertThat(LedgerServer.query(
                        database,
                        "SELECT count(error_waiver) > 0, count(*) > count(error_waiver) FROM ferry.row"
                                + " WHERE error_write IS NOT NULL"))
                .as("some of the refused rows are waived, and some are not")
                .containsExactly("t|t");
    }

    @Test
    void losesAndDoublesNothingWhenItIsKilledBetweenAnyTwoStatements() throws Exception {
        List<RandomHistory.Placed> order = history.interleaved(new Random(SEED + 1));
        Endpoints.Database spared = LedgerServer.database();
        play(spared, order, new Random(SEED + 2));
        Endpoints.Database killed = LedgerServer.database();

        int kills = 0;
        boolean done = false;
        while (!done) {
            Connection connection = DyingConnection.after(LedgerDatabase.open(killed, LedgerLimits.defaults()), kills);
            try (LedgerSession session = session(connection, false)) {
                play(session, order, new Random(kills));
                done = true;
            } catch (SQLException died) {
                assertThat(died.getMessage()).isEqualTo("the connection died");
                kills++;
            }
        }

        System.out.println(kills + " kills");
        assertThat(kills).as("more than the statements of one batch").isGreaterThan(60);
        assertThat(LedgerServer.dump(killed)).isEqualTo(LedgerServer.dump(spared));
    }

    @Test
    void addsUpInItsOwnTables() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        play(database, history.interleaved(new Random(SEED + 1)), new Random(SEED + 2));

        assertThat(LedgerServer.query(
                        database,
                        "SELECT entity, status, coalesce(reason, ''), announced_at IS NOT NULL, count(*) FROM ferry.write"
                                + " GROUP BY 1, 2, 3, 4 EXCEPT SELECT * FROM ferry.write_count"))
                .isEmpty();
        assertThat(LedgerServer.query(
                        database,
                        "SELECT c.entity, c.state, c.column_name, c.currency, sum(c.rows), trim_scale(sum(c.amount))"
                                + " FROM ferry.row r CROSS JOIN LATERAL ferry.contribution(r.row_hash) c GROUP BY 1, 2, 3, 4"
                                + " EXCEPT SELECT * FROM ferry.target_sum"))
                .isEmpty();
        assertThat(LedgerServer.query(
                        database,
                        "SELECT entity, status, sum(writes) FROM ferry.sum_step WHERE status <> 'ANNOUNCED' GROUP BY 1, 2"
                                + " HAVING sum(writes) <> 0 EXCEPT SELECT entity, status, sum(writes) FROM ferry.write_count"
                                + " GROUP BY 1, 2"))
                .isEmpty();
    }

    @Test
    void tellsWhoWaivedARowUntilItIsWithdrawnOrRefusedAnew() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        String waived = "SELECT reason, coalesce(waived_by, '-'), coalesce(waived_why, '-') FROM ferry.account_error";
        try (LedgerSession session = session(LedgerDatabase.open(database, LedgerLimits.defaults()), false)) {
            write(session, 0, batch -> batch.recorded(refused(1), place(0)));
            write(
                    session,
                    1,
                    batch -> batch.decided(waiver("w1", 1, 2, refused(1).write()), place(1)));
            assertThat(LedgerServer.query(database, waived)).containsExactly("VALUE_TOO_LONG|-|-");

            write(session, 2, batch -> batch.decided(waiver("w1", 2, 2), place(2)));
            assertThat(LedgerServer.query(database, waived)).containsExactly("VALUE_TOO_LONG|ann|not needed");
            assertThat(LedgerServer.query(database, "SELECT rows, waived, root FROM ferry.error_group"))
                    .containsExactly("1|1|1 account row VALUE_TOO_LONG (1 waived)");

            write(
                    session,
                    3,
                    batch -> batch.decided(new WaiverEvent.Withdrawn("w1", 1, "bob", "needed", NOON), place(3)));
            assertThat(LedgerServer.query(database, waived)).containsExactly("VALUE_TOO_LONG|-|-");

            write(
                    session,
                    4,
                    batch -> batch.decided(waiver("w2", 1, 1, refused(1).write()), place(4)));
            assertThat(LedgerServer.query(database, waived)).containsExactly("VALUE_TOO_LONG|ann|not needed");
            write(session, 5, batch -> batch.recorded(refused(2), place(5)));
            assertThat(LedgerServer.query(database, waived)).containsExactly("VALUE_TOO_LONG|-|-");
        }
    }

    @Test
    void looksAtTheRowsOfALargeWaiverPartByPart() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        int rows = 5 * ROWS_OF_A_DECISION + 1;
        List<RecordedOutcome> refused =
                IntStream.range(0, rows).mapToObj(row -> refused("R" + row, 1)).toList();
        WriteId[] writes = refused.stream().map(RecordedOutcome::write).toArray(WriteId[]::new);
        String waived = "SELECT rows, waived FROM ferry.error_group";
        try (LedgerSession session = session(LedgerDatabase.open(database, LedgerLimits.defaults()), false)) {
            write(session, 0, batch -> {
                for (int row = 0; row < rows; row++) {
                    batch.recorded(refused.get(row), place(row));
                }
            });

            write(session, 1, batch -> batch.decided(waiver("w1", 1, 1, writes), place(rows)));
            assertThat(LedgerServer.query(database, waived)).containsExactly(rows + "|" + ROWS_OF_A_DECISION);
            session.write(new Batch(TableNames.of("erp")));
            assertThat(LedgerServer.query(database, waived)).containsExactly(rows + "|" + 2 * ROWS_OF_A_DECISION);
            assertThat(LedgerSchema.rest(session.connection()))
                    .as("the rows that are left, and the decision")
                    .isEqualTo(rows - 2 * ROWS_OF_A_DECISION + 1);
        }

        // and goes on where it was after a kill
        try (LedgerSession session = session(LedgerDatabase.open(database, LedgerLimits.defaults()), false)) {
            assertThat(session.hasRest()).isTrue();
            LedgerServer.write(session, new Batch(TableNames.of("erp")));
            assertThat(LedgerServer.query(database, waived)).containsExactly(rows + "|" + rows);

            // and one that is taken back in the middle begins anew
            write(
                    session,
                    2,
                    batch -> batch.decided(new WaiverEvent.Withdrawn("w1", 1, "bob", "needed", NOON), place(rows + 1)));
            assertThat(session.hasRest()).isTrue();
            LedgerServer.write(session, new Batch(TableNames.of("erp")));
            assertThat(LedgerServer.query(database, waived)).containsExactly(rows + "|0");
            assertThat(LedgerSchema.rest(session.connection())).isZero();
        }
    }

    private static void write(LedgerSession session, int offset, Consumer<Batch> content) throws SQLException {
        Batch batch = new Batch(TableNames.of("erp"));
        content.accept(batch);
        batch.readUpTo("any", 0, offset + 1L);
        session.write(batch);
    }

    private static Place place(int offset) {
        return new Place(0, offset, NOON);
    }

    private static WaiverEvent.Waived waiver(String id, int part, int parts, WriteId... writes) {
        return new WaiverEvent.Waived(
                id, "account", 1, "--all-rejected", part, parts, List.of(writes), 1, "ann", "not needed", NOON);
    }

    /** @param lsn of the change of the same row that was refused */
    private static RecordedOutcome refused(long lsn) {
        return refused("A", lsn);
    }

    private static RecordedOutcome refused(String text, long lsn) {
        SourceKey key = SourceKey.of(new Value.Text(text));
        ChangeId change = new ChangeId("nw", RandomHistory.CUSTOMERS, key, new SourcePosition.InLog(1, lsn, lsn, 0));
        return new RecordedOutcome(
                new WriteId(
                        new Cause.OfChange(change),
                        new RowId.OfSource("account", RandomHistory.CUSTOMERS, key),
                        Part.ROW),
                lsn,
                new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too long"),
                RecordedOutcome.Stage.SINK,
                NOON);
    }

    @Test
    void isOneProcessAtATime() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        try (LedgerSession first = session(LedgerDatabase.open(database, LedgerLimits.defaults()), false)) {
            assertThat(first.connection().isClosed()).isFalse();
            assertThatThrownBy(() -> session(LedgerDatabase.open(database, LedgerLimits.defaults()), false))
                    .isInstanceOf(LedgerTakenException.class);
        }
    }

    @Test
    void refusesASchemaThatIsNotItsOwn() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        LedgerServer.execute(database, "CREATE SCHEMA ferry", "CREATE TABLE ferry.boats (name text)");

        assertThatThrownBy(() -> session(LedgerDatabase.open(database, LedgerLimits.defaults()), true))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("schema ferry");

        assertThat(LedgerServer.query(database, "SELECT count(*) FROM ferry.boats"))
                .containsExactly("0");
    }

    @Test
    void replacesTheLedgerOfAnotherMigrationOrFormat() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        play(database, history.interleaved(new Random(SEED + 1)), new Random(SEED + 2));
        // As the first ledgers have it, which knew their format by a number.
        LedgerServer.execute(database, "ALTER TABLE ferry.ledger ALTER format TYPE integer USING 1");

        session(LedgerDatabase.open(database, LedgerLimits.defaults()), false).close();
        assertThat(LedgerServer.query(database, "SELECT count(*) FROM ferry.write"))
                .containsExactly("0");

        LedgerSession.open(
                        LedgerDatabase.open(database, LedgerLimits.defaults()),
                        "other",
                        TableNames.of("erp"),
                        Set.of(),
                        5_000,
                        false)
                .close();
        assertThat(LedgerServer.query(database, "SELECT format, migration FROM ferry.ledger"))
                .containsExactly(LedgerSchema.FORMAT + "|other");
    }

    @Test
    void letsAnalystsReadViewsAndNothingElse() throws Exception {
        Endpoints.Database database = LedgerServer.database();
        play(database, history.interleaved(new Random(SEED + 1)), new Random(SEED + 2));

        for (String view : LedgerServer.query(database, "SELECT viewname FROM pg_views WHERE schemaname = 'ferry'")) {
            LedgerServer.execute(database, "SET ROLE ferry_analyst", "SELECT * FROM ferry." + SqlText.identifier(view));
        }
        for (String forbidden : List.of(
                "SELECT * FROM ferry.write",
                "DELETE FROM ferry.sums",
                "CREATE TABLE ferry.mine (a int)",
                "UPDATE ferry.row SET guid = NULL")) {
            assertThatThrownBy(() -> LedgerServer.execute(database, "SET ROLE ferry_analyst", forbidden))
                    .as(forbidden)
                    .isInstanceOf(SQLException.class);
        }
    }

    private static LedgerSession session(Connection connection, boolean anew) throws Exception {
        return LedgerSession.open(connection, "nw", TableNames.of("erp"), MADE_OF.keySet(), ROWS_OF_A_DECISION, anew);
    }

    private static void play(Endpoints.Database database, List<RandomHistory.Placed> order, Random sizes)
            throws Exception {
        try (LedgerSession session = session(LedgerDatabase.open(database, LedgerLimits.defaults()), false)) {
            play(session, order, sizes);
        }
    }

    /** From where the ledger stands, in batches of any size. */
    private static void play(LedgerSession session, List<RandomHistory.Placed> order, Random sizes)
            throws SQLException {
        Map<TopicPartition, Long> done = LedgerSchema.progress(session.connection());
        List<RandomHistory.Placed> left = order.stream()
                .filter(placed -> placed.place().offset() >= done.getOrDefault(placed.partition(), 0L))
                .toList();
        int next = 0;
        while (next < left.size()) {
            List<RandomHistory.Placed> some = left.subList(next, Math.min(left.size(), next + 1 + sizes.nextInt(150)));
            Batch batch = new Batch(TableNames.of("erp"));
            Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
            for (RandomHistory.Placed placed : some) {
                placed.fact().into(batch, placed.place());
                offsets.put(placed.partition(), placed.place().offset() + 1);
            }
            offsets.forEach((partition, offset) -> batch.readUpTo(partition.topic(), partition.partition(), offset));
            session.write(batch);
            next += some.size();
        }
        while (session.hasRest()) {
            session.write(new Batch(TableNames.of("erp")));
        }
    }
}
