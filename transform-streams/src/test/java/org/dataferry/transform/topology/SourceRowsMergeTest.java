package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS_2;
import static org.dataferry.transform.topology.TestSource.at;
import static org.dataferry.transform.topology.TestSource.key;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.row.MergedRows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of two tables merge into contacts, those of the second before those of the first; orders name rows of the first. */
class SourceRowsMergeTest {

    private static final SourceTable ORDERS = new SourceTable("nw", "public", "orders");
    private static final RowId.Merged X = merged("x");
    private static final RowId.Merged Y = merged("y");
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    @TempDir
    private Path directory;

    private final Set<String> refused = new HashSet<>();
    private MigrationDriver migration;
    private long lsn;

    @BeforeEach
    void start() {
        migration = new MigrationDriver(
                directory,
                new Mappings(
                        "map-1",
                        List.of(
                                new MergingMapping(CUSTOMERS, refused),
                                new MergingMapping(CUSTOMERS_2),
                                new NamingMapping("order", ORDERS, "contact", CUSTOMERS, false))));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void theFirstValueThatThereIsSurvives() {
        row(CUSTOMERS, 1, "Ann@x", "tall");
        row(CUSTOMERS_2, 7, "Anna@x", null);

        List<EntityWrite> writes = migration.writes("contact");

        assertThat(writes).extracting(EntityWrite::row).containsExactly(X, X);
        assertThat(upsert(writes.getLast()).columns())
                .containsEntry("name", Value.text("Anna"))
                .containsEntry("note", Value.text("tall"));
        assertThat(upsert(writes.getLast()).changed()).containsExactly("name");
    }

    @Test
    void everyChangeAnnouncesAWriteOfTheMergedRow() {
        row(CUSTOMERS, 1, "Ann@x", null);
        migration.applied(migration.write("contact"));
        row(CUSTOMERS, 2, "Ann@x", null);

        assertThat(migration.fanOuts())
                .hasSize(2)
                .allSatisfy(fanOut -> assertThat(((FanOut.Announced) fanOut).writes())
                        .extracting(WriteId::row)
                        .containsExactly(X));
        assertThat(migration.outcomes("contact"))
                .extracting(one -> (Object) one.outcome())
                .containsExactly(new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
    }

    @Test
    void valueLeavesWithItsSourceRow() {
        row(CUSTOMERS, 1, "Ann@x", "tall");
        row(CUSTOMERS_2, 7, "Anna@x", null);
        migration.writes("contact");

        delete(CUSTOMERS, 1);

        assertThat(upsert(migration.write("contact")).columns()).containsEntry("note", Value.NULL);
    }

    @Test
    void rowGoesWithItsLastSourceRowAtTheNextFence() {
        row(CUSTOMERS, 1, "Ann@x", null);
        row(CUSTOMERS_2, 7, "Ann@x", null);
        delete(CUSTOMERS, 1);
        migration.writes("contact");

        delete(CUSTOMERS_2, 7);
        assertThat(migration.writes("contact")).isEmpty();
        migration.passFence();

        assertThat(migration.write("contact")).isInstanceOf(EntityWrite.DeleteRow.class);
    }

    @Test
    void rowsWithoutAKeyMergeWithNone() {
        row(CUSTOMERS, 1, "Ann", null);
        row(CUSTOMERS, 2, "Ann", null);

        assertThat(migration.writes("contact"))
                .extracting(write -> ((RowId.Merged) write.row()).rule())
                .containsExactly("alone", "alone");
    }

    @Test
    void sourceRowWithAnotherKeyGoesOver() {
        row(CUSTOMERS, 1, "Ann@x", "tall");
        row(CUSTOMERS, 2, "Anna@x", null);
        migration.writes("contact");

        row(CUSTOMERS, 1, "Ann@y", "tall");

        List<EntityWrite> writes = migration.writes("contact");
        assertThat(writes).extracting(EntityWrite::row).containsExactly(X, Y);
        assertThat(upsert(writes.getFirst()).columns())
                .containsEntry("name", Value.text("Anna"))
                .containsEntry("note", Value.NULL);
        assertThat(upsert(writes.getLast()).columns()).containsEntry("note", Value.text("tall"));
    }

    @Test
    void rowsThatANewEpochDidNotBringAreMergedNoMore() {
        row(CUSTOMERS, 1, "Ann@x", "tall");
        row(CUSTOMERS_2, 7, "Anna@x", null);
        migration.writes("contact");

        migration.change(CUSTOMERS, TestSource.marker(at(2, ++lsn)));

        assertThat(upsert(migration.write("contact")).columns()).containsEntry("note", Value.NULL);
    }

    @Test
    void replayOfASourceRowSendsTheMergedRowWhole() {
        row(CUSTOMERS, 1, "Ann@x", "tall");
        row(CUSTOMERS_2, 7, "Anna@x", null);
        migration.writes("contact");

        migration.replay(new ReplayCommand("r1", CUSTOMERS, key(1), "contact", "me", Instant.EPOCH));

        EntityWrite.UpsertRow again = upsert(migration.write("contact"));
        assertThat(again.id().cause()).isEqualTo(new Cause.OfReplay("r1"));
        assertThat(again.changed()).containsExactlyInAnyOrder("name", "note");
        assertThat(again.columns()).containsEntry("name", Value.text("Anna")).containsEntry("note", Value.text("tall"));
    }

    @Test
    void saysOnceUnderTheRefusedRowsOwnIdThatItHasMergedAfterAll() {
        refused.add("bad");
        row(CUSTOMERS, 1, "Ann@x", "bad");
        row(CUSTOMERS, 2, "Ann@x", "good");
        assertThat(outcomesOf(source(1)))
                .containsExactly(new Outcome.Rejected(RejectionReason.VALUE_INVALID, "note bad"));
        migration.fanOuts();

        refused.clear();
        replay("r1", 1);
        replay("r1", 2);
        replay("r2", 1);

        assertThat(outcomesOf(source(1))).containsExactly(new Outcome.Skipped(Outcome.SkipReason.IN_ANOTHER_ROW));
        assertThat(migration.fanOuts())
                .extracting(fanOut -> ((FanOut.Reannounced) fanOut)
                        .writes().stream().map(WriteId::row).toList())
                .containsExactly(List.of(source(1), X), List.of(X), List.of(X));
    }

    @Test
    void endsTheRefusalOfARowThatWasMergedBeforeWithItsNextChange() {
        row(CUSTOMERS, 1, "Ann@x", null);
        refused.add("bad");
        row(CUSTOMERS, 1, "Ann@x", "bad");
        assertThat(outcomesOf(source(1)))
                .containsExactly(new Outcome.Rejected(RejectionReason.VALUE_INVALID, "note bad"));

        migration.restart();
        row(CUSTOMERS, 1, "Ann@x", "good");
        row(CUSTOMERS, 1, "Ann@x", "better");

        assertThat(outcomesOf(source(1))).containsExactly(new Outcome.Skipped(Outcome.SkipReason.IN_ANOTHER_ROW));
    }

    @Test
    void endsTheRefusalOfARowThatTheSourceDeletes() {
        row(CUSTOMERS, 1, "Ann@x", null);
        refused.add("bad");
        row(CUSTOMERS, 1, "Ann@x", "bad");
        row(CUSTOMERS, 2, "Bob@y", "bad");

        delete(CUSTOMERS, 1);
        delete(CUSTOMERS, 2);

        List<Outcome> outcomes = outcomesOf(source(1), source(2));
        assertThat(outcomes.subList(2, outcomes.size()))
                .containsExactly(
                        new Outcome.Skipped(Outcome.SkipReason.IN_ANOTHER_ROW),
                        new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
    }

    @Test
    void whoNamesASourceRowWaitsForTheRowThatItMergesInto() {
        order(1, "first>1");
        row(CUSTOMERS, 1, "Ann@x", null);
        migration.passFence();
        assertThat(migration.writes("order")).isEmpty();

        there(X, FIRST);

        assertThat(lookup(migration.write("order"))).isEqualTo(new LookupTarget.ByGuid(X, FIRST));
    }

    @Test
    void whoNamesARowThatTheSourceDoesNotHaveIsAnOrphan() {
        row(CUSTOMERS, 1, "Ann@x", null);
        delete(CUSTOMERS, 1);
        order(1, "first>1");

        migration.passFence();

        assertThat(migration.outcomes("order").getLast().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(RejectionReason.ORPHAN));
    }

    @Test
    void whoNamesASourceRowFollowsItIntoAnotherRowOnceThatIsThere() {
        bound(1, FIRST);

        row(CUSTOMERS, 1, "Ann@y", null);
        migration.pass(RowsProcessor.TURN);
        assertThat(migration.writes("order")).isEmpty();
        there(Y, SECOND);

        EntityWrite again = migration.write("order");
        assertThat(lookup(again)).isEqualTo(new LookupTarget.ByGuid(Y, SECOND));
        assertThat(again.id().cause()).isEqualTo(new Cause.OfMerge(source(1), Y, again.version() - 1));
    }

    @Test
    void followsItAlsoWhereNoGuidIsKnown() {
        order(1, "first>1");
        row(CUSTOMERS, 1, "Ann@x", null);
        migration.identity(X, new Identity.Present(Optional.empty(), 1, Identity.Origin.CREATED_BY_FERRY));
        EntityWrite first = migration.write("order");
        assertThat(lookup(first)).isEqualTo(new LookupTarget.ByKey(X));
        migration.applied(first);

        migration.identity(Y, new Identity.Present(Optional.empty(), 1, Identity.Origin.CREATED_BY_FERRY));
        row(CUSTOMERS, 1, "Ann@y", null);
        migration.pass(RowsProcessor.TURN);

        assertThat(lookup(migration.write("order"))).isEqualTo(new LookupTarget.ByKey(Y));
    }

    @Test
    void followsTheSourceRowThatItNamesNowAndNotTheOneOfBefore() {
        bound(1, FIRST);
        there(Y, SECOND);
        row(CUSTOMERS, 2, "Ann@x", null);
        order(1, "first>2");
        migration.applied(migration.write("order"));

        row(CUSTOMERS, 2, "Ann@y", null);
        migration.pass(RowsProcessor.TURN);

        assertThat(lookup(migration.write("order"))).isEqualTo(new LookupTarget.ByGuid(Y, SECOND));
    }

    @Test
    void findsAfterARestartThatASourceRowWentOver() {
        bound(1, FIRST);
        there(Y, SECOND);
        row(CUSTOMERS, 1, "Ann@y", null);

        migration.restart();
        migration.pass(RowsProcessor.TURN);

        assertThat(lookup(migration.write("order"))).isEqualTo(new LookupTarget.ByGuid(Y, SECOND));
    }

    @Test
    void mergedRowThatComesBackIsBoundAnew() {
        bound(1, FIRST);

        there(X, SECOND);

        assertThat(lookup(migration.write("order"))).isEqualTo(new LookupTarget.ByGuid(X, SECOND));
    }

    @Test
    void waitsAgainWhereTheTargetMissesTheMergedRow() {
        order(1, "first>1");
        row(CUSTOMERS, 1, "Ann@x", null);
        there(X, FIRST);
        EntityWrite write = migration.write("order");

        migration.outcome(write, new Outcome.Bounced(X, Outcome.BounceReason.MISSING));
        assertThat(migration.writes("order")).isEmpty();
        assertThat(migration.outcomes("order").getLast().outcome()).isEqualTo(new Outcome.Parked(source(1)));
        there(X, SECOND);

        assertThat(lookup(migration.write("order"))).isEqualTo(new LookupTarget.ByGuid(X, SECOND));
    }

    @Test
    void refusesMoreRowsThanAnyDuplicatesAre() {
        for (long id = 1; id <= MergedRows.MOST_MEMBERS; id++) {
            row(CUSTOMERS, id, "Ann@x", null);
        }
        migration.outcomes("contact");

        row(CUSTOMERS, MergedRows.MOST_MEMBERS + 1, "Ann@x", null);

        assertThat(migration.outcomes("contact").getLast().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.detail()).contains("a placeholder"));
    }

    /** An order that is bound to the row that a customer merges into. */
    private void bound(long customer, UUID guid) {
        order(1, "first>" + customer);
        row(CUSTOMERS, customer, "Ann@x", null);
        there(X, guid);
        migration.applied(migration.write("order"));
    }

    private void row(SourceTable table, long id, String name, @Nullable String note) {
        migration.change(table, migration.source.row("u", id, at(1, ++lsn), name, note));
    }

    private void replay(String replayId, long id) {
        migration.replay(new ReplayCommand(replayId, CUSTOMERS, key(id), "contact", "me", Instant.EPOCH));
    }

    private List<Outcome> outcomesOf(RowId... rows) {
        return migration.outcomes("contact").stream()
                .filter(one -> List.of(rows).contains(one.write().row()))
                .map(one -> one.outcome())
                .toList();
    }

    private void order(long id, String name) {
        row(ORDERS, id, name, null);
    }

    private void delete(SourceTable table, long id) {
        migration.change(table, migration.source.delete(id, at(1, ++lsn)));
    }

    private void there(RowId row, UUID guid) {
        migration.identity(row, new Identity.Present(Optional.of(guid), 1, Identity.Origin.CREATED_BY_FERRY));
    }

    private static LookupTarget lookup(EntityWrite write) {
        return upsert(write).lookups().get(NamingMapping.LOOKUP);
    }

    private static EntityWrite.UpsertRow upsert(EntityWrite write) {
        return (EntityWrite.UpsertRow) write;
    }

    private static RowId source(long id) {
        return new RowId.OfSource("contact", CUSTOMERS, key(id));
    }

    private static RowId.Merged merged(String match) {
        return new RowId.Merged("contact", "same", SourceKey.of(Value.text(match)));
    }
}
