package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS_2;
import static org.dataferry.transform.topology.TestSource.at;
import static org.dataferry.transform.topology.TestSource.key;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.LookupTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts name accounts, and accounts name each other in a circle. */
class RowsNameRowsTest {

    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    @TempDir
    private Path directory;

    private MigrationDriver migration;
    private long lsn;

    @BeforeEach
    void start() {
        migration = new MigrationDriver(
                directory,
                new NamingMapping("account", CUSTOMERS, "account", CUSTOMERS, true),
                new NamingMapping("contact", CUSTOMERS_2, "account", CUSTOMERS, false));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void waitsForTheRowItNamesAndGoesOutWithItsNewestImage() {
        contact("c", 1, "Ann>7");
        contact("u", 1, "Anna>7");

        assertThat(migration.writes("contact")).isEmpty();
        assertThat(migration.outcomes("contact"))
                .extracting(one -> (Object) one.outcome())
                .containsExactly(
                        new Outcome.Parked(account(7)),
                        new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED),
                        new Outcome.Parked(account(7)));

        migration.identity(account(7), present(FIRST, 1));

        EntityWrite.UpsertRow write = (EntityWrite.UpsertRow) migration.write("contact");
        assertThat(write.columns()).containsEntry("name", Value.text("Anna"));
        assertThat(write.lookups()).containsEntry(NamingMapping.LOOKUP, new LookupTarget.ByGuid(account(7), FIRST));
        assertThat(write.version()).isEqualTo(1);
    }

    @Test
    void findsAfterARestartThatTheRowHasCome() {
        contact("c", 1, "Ann>7");
        migration.restart();

        migration.identity(account(7), present(FIRST, 1));

        assertThat(migration.write("contact").row()).isEqualTo(contact(1));
    }

    @Test
    void countsTheRowsThatWaitOverRestarts() {
        contact("c", 1, "Ann>7");
        contact("c", 2, "Bob>7");
        contact("u", 2, "Rob>7");
        assertThat(migration.parked()).containsExactly(Map.entry("contact", 2L));

        migration.restart();
        migration.identity(account(7), present(FIRST, 1));
        contact("c", 3, "Cyd>8");

        assertThat(migration.parked()).containsExactly(Map.entry("contact", 1L));
    }

    @Test
    void leavesALookupOfACircleOutAndPatchesIt() {
        account("c", 1, "One>2");

        EntityWrite.UpsertRow one = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(one.lookups()).doesNotContainKey(NamingMapping.LOOKUP);
        migration.applied(one);
        migration.identity(account(1), present(FIRST, 1));
        assertThat(migration.writes("account")).isEmpty();

        migration.identity(account(2), present(SECOND, 1));

        EntityWrite.PatchLookup patch = (EntityWrite.PatchLookup) migration.write("account");
        assertThat(patch.target()).isEqualTo(new LookupTarget.ByGuid(account(2), SECOND));
        assertThat(patch.version()).isEqualTo(2);
    }

    @Test
    void orphanIsRejectedAtAFenceAndGoesOutUnderTheSameWriteWhenItsParentComesOnDayThree() {
        contact("c", 1, "Ann>7");
        var parked = migration.outcomes("contact").getFirst();

        migration.passFence();

        assertThat(migration.outcomes("contact"))
                .singleElement()
                .satisfies(one ->
                        assertThat(((Outcome.Rejected) one.outcome()).reason()).isEqualTo(RejectionReason.ORPHAN));

        migration.identity(account(7), present(FIRST, 1));

        assertThat(migration.write("contact").id()).isEqualTo(parked.write());
    }

    @Test
    void isNoOrphanWhileTheRowItNamesIsHeldUp() {
        contact("c", 1, "Ann>7");
        migration.outcomes("contact");
        migration.identity(account(7), new Identity.Rejected(0));

        migration.passFence();

        assertThat(migration.outcomes("contact")).isEmpty();
    }

    @Test
    void removalOfARowThatOthersMayNameWaitsForAFence() {
        account("c", 1, "One");
        migration.applied(migration.write("account"));

        account("d", 1, "");
        assertThat(migration.writes("account")).isEmpty();
        migration.passFence();

        assertThat(migration.write("account")).isInstanceOf(EntityWrite.DeleteRow.class);
    }

    @Test
    void recreationSupersedesARemovalThatWaits() {
        account("c", 1, "One");
        migration.applied(migration.write("account"));
        account("d", 1, "");
        account("c", 1, "Two");

        EntityWrite.UpsertRow write = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(write.changed()).containsExactly("name");
        migration.passFence();
        assertThat(migration.writes("account")).isEmpty();
    }

    @Test
    void whatTheTargetStillNamesIsRemovedAtALaterFence() {
        account("c", 1, "One");
        migration.applied(migration.write("account"));
        account("d", 1, "");
        migration.passFence();
        EntityWrite removal = migration.write("account");

        migration.outcome(removal, new Outcome.Bounced(account(1), Outcome.BounceReason.STILL_NAMED));
        assertThat(migration.writes("account")).isEmpty();
        migration.passFence();

        assertThat(migration.write("account").id()).isEqualTo(removal.id());
    }

    @Test
    void whatTheTargetRefusesToRemoveIsRejectedOnceItWasTriedAgainOftenEnough() {
        account("c", 1, "One");
        migration.applied(migration.write("account"));
        account("d", 1, "");
        for (int attempt = 0; attempt <= MigrationDriver.LIMITS.deleteRetries(); attempt++) {
            migration.passFence();
            migration.outcome(
                    migration.write("account"), new Outcome.Bounced(account(1), Outcome.BounceReason.STILL_NAMED));
        }

        migration.passFence();

        assertThat(migration.writes("account")).isEmpty();
        assertThat(migration.outcomes("account").getLast().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(RejectionReason.DELETE_RESTRICTED));
    }

    @Test
    void replayOfAKeyWhoseSourceRowIsGoneSendsTheDeleteAgain() {
        account("c", 1, "One");
        migration.applied(migration.write("account"));
        account("d", 1, "");
        migration.passFence();
        migration.outcome(
                migration.write("account"), new Outcome.Rejected(RejectionReason.PERMISSION_MISSING, "may not delete"));

        migration.replay(new ReplayCommand("r1", CUSTOMERS, key(1), "account", "somebody", Instant.EPOCH));
        migration.passFence();

        EntityWrite again = migration.write("account");
        assertThat(again).isInstanceOf(EntityWrite.DeleteRow.class);
        assertThat(again.id().cause()).isEqualTo(new Cause.OfReplay("r1"));
    }

    @Test
    void replayOfADeleteIsSkippedWhereTheTargetHasNoRow() {
        account("c", 1, "One");
        migration.applied(migration.write("account"));
        account("d", 1, "");
        migration.passFence();
        migration.applied(migration.write("account"));
        migration.outcomes("account");

        migration.replay(new ReplayCommand("r1", CUSTOMERS, key(1), "account", "somebody", Instant.EPOCH));
        migration.passFence();

        assertThat(migration.writes("account")).isEmpty();
        assertThat(migration.outcomes("account"))
                .extracting(one -> (Object) one.outcome())
                .containsExactly(new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
    }

    @Test
    void goesOutAgainWhenTheRowItNamesIsDeletedAndMadeAgain() {
        migration.identity(account(7), present(FIRST, 1));
        contact("c", 1, "Ann>7");
        migration.applied(migration.write("contact"));
        migration.fanOuts();

        migration.identity(account(7), new Identity.Deleted(2));
        migration.identity(account(7), present(SECOND, 3));

        EntityWrite.UpsertRow again = (EntityWrite.UpsertRow) migration.write("contact");
        assertThat(again.changed()).containsExactly(NamingMapping.LOOKUP);
        assertThat(migration.fanOuts())
                .singleElement()
                .isInstanceOfSatisfying(
                        FanOut.Reannounced.class,
                        fanOut -> assertThat(fanOut.cause()).isInstanceOf(Cause.OfReturn.class));
    }

    @Test
    void bouncedWriteWaitsForAnotherRowThanTheOneThatWasGone() {
        migration.identity(account(7), present(FIRST, 1));
        contact("c", 1, "Ann>7");
        EntityWrite write = migration.write("contact");

        migration.outcome(write, new Outcome.Bounced(account(7), Outcome.BounceReason.MISSING));
        assertThat(migration.writes("contact")).isEmpty();
        migration.identity(account(7), new Identity.Gone(1));
        migration.identity(account(7), present(SECOND, 2));

        EntityWrite.UpsertRow again = (EntityWrite.UpsertRow) migration.write("contact");
        assertThat(again.id()).isEqualTo(write.id());
        assertThat(again.lookups()).containsEntry(NamingMapping.LOOKUP, new LookupTarget.ByGuid(account(7), SECOND));
    }

    @Test
    void rowThatTheTargetLostIsWrittenAnew() {
        account("c", 1, "One");
        migration.applied(migration.write("account"));
        migration.fanOuts();

        migration.identity(account(1), present(FIRST, 1));
        migration.identity(account(1), new Identity.Gone(1));

        EntityWrite.UpsertRow again = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(again.basedOn()).isEmpty();
        assertThat(again.id().cause()).isEqualTo(new Cause.OfLoss(1));
    }

    @Test
    void twoRowsSwapTheirKeysInOneTransaction() {
        account("c", 1, "One");
        account("c", 2, "Two");
        migration.writes("account");
        long transaction = ++lsn;

        migration.change(CUSTOMERS, migration.source.delete(1, new SourcePosition.InLog(1, transaction, 1, 0)));
        migration.change(
                CUSTOMERS, migration.source.row("c", 2, new SourcePosition.InLog(1, transaction, 1, 1), "One", null));
        migration.change(CUSTOMERS, migration.source.delete(2, new SourcePosition.InLog(1, transaction, 2, 0)));
        migration.change(
                CUSTOMERS, migration.source.row("c", 1, new SourcePosition.InLog(1, transaction, 2, 1), "Two", null));
        migration.passFence();

        assertThat(migration.writes("account"))
                .allMatch(EntityWrite.UpsertRow.class::isInstance)
                .extracting(write -> write.row() + " " + ((EntityWrite.UpsertRow) write).columns())
                .containsExactly(
                        account(2) + " " + Map.of("name", Value.text("One")),
                        account(1) + " " + Map.of("name", Value.text("Two")));
    }

    @Test
    void replaySendsTheNewestImageWholeAlthoughNothingChanged() {
        account("c", 1, "One");
        migration.applied(migration.write("account"));
        migration.fanOuts();

        migration.replay(new ReplayCommand("r1", CUSTOMERS, key(1), "account", "somebody", Instant.EPOCH));

        EntityWrite.UpsertRow again = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(again.id().cause()).isEqualTo(new Cause.OfReplay("r1"));
        assertThat(again.basedOn()).isEmpty();
        assertThat(migration.fanOuts()).singleElement().isInstanceOf(FanOut.Reannounced.class);
    }

    private void account(String op, long id, String name) {
        take(CUSTOMERS, op, id, name);
    }

    private void contact(String op, long id, String name) {
        take(CUSTOMERS_2, op, id, name);
    }

    private void take(SourceTable table, String op, long id, String name) {
        SourcePosition position = at(1, ++lsn);
        migration.change(
                table,
                op.equals("d")
                        ? migration.source.delete(id, position)
                        : migration.source.row(op, id, position, name, null));
    }

    private static RowId account(long id) {
        return new RowId.OfSource("account", CUSTOMERS, key(id));
    }

    private static RowId contact(long id) {
        return new RowId.OfSource("contact", CUSTOMERS_2, key(id));
    }

    private static Identity present(UUID guid, long version) {
        return new Identity.Present(Optional.of(guid), version, Identity.Origin.CREATED_BY_FERRY);
    }
}
