package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS_2;
import static org.dataferry.transform.topology.TestSource.at;
import static org.dataferry.transform.topology.TestSource.key;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.LostPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows with a state, of which somebody removes one in the target. */
class LostRowsTest {

    private static final RowId ACCOUNT = new RowId.OfSource("account", CUSTOMERS, key(1));

    private static final UUID GUID = new UUID(0, 1);

    @TempDir
    private Path directory;

    private MigrationDriver migration;
    private long lsn;

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void stateOfALostRowWhoseImageIsForgottenIsRejectedForThat() {
        begin(LostPolicy.REWRITE);
        EntityWrite first = account("One");
        int images = MigrationDriver.LIMITS.unappliedImages();
        List<EntityWrite> more = IntStream.range(0, images)
                .mapToObj(each -> account("Row " + each))
                .toList();
        migration.applied(first);
        more.forEach(
                write -> migration.outcome(write, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too long")));
        migration.passFence();
        EntityWrite state = migration.write("account");
        migration.outcomes("account");

        migration.outcome(state, new Outcome.Bounced(ACCOUNT, Outcome.BounceReason.MISSING));

        assertThat(migration.outcomes("account").getLast())
                .satisfies(one -> assertThat(one.write()).isEqualTo(state.id()))
                .extracting(one -> ((Outcome.Rejected) one.outcome()).reason())
                .isEqualTo(RejectionReason.ROW_LOST);
        assertThat(migration.writes("account")).isEmpty();
    }

    @Test
    void lostRowIsOnlyReportedWhereItsMappingSaysSo() {
        begin(LostPolicy.REPORT);
        bringThere();
        migration.fanOuts();

        migration.identity(ACCOUNT, new Identity.Gone(1));

        assertThat(migration.writes("account")).isEmpty();
        WriteId reported = new WriteId(new Cause.OfLoss(1), ACCOUNT, Part.ROW);
        assertThat(migration.fanOuts()).containsExactly(new FanOut.Reannounced(reported.cause(), List.of(reported)));
        assertThat(migration.outcomes("account"))
                .singleElement()
                .satisfies(one -> assertThat(one.write()).isEqualTo(reported))
                .satisfies(one -> assertThat(one.outcome())
                        .isInstanceOfSatisfying(
                                Outcome.Rejected.class,
                                rejected -> assertThat(rejected.reason()).isEqualTo(RejectionReason.ROW_LOST)));
        assertThat(migration.identities()).containsExactly(Map.entry(ACCOUNT, new Identity.Rejected(2)));
    }

    @Test
    void rowThatNamesAReportedOneWaitsForIt() {
        begin(LostPolicy.REPORT);
        bringThere();
        migration.identity(ACCOUNT, new Identity.Gone(1));
        migration.identities().forEach(said -> migration.identity(said.getKey(), said.getValue()));

        migration.change(CUSTOMERS_2, migration.source.row("c", 7, at(1, ++lsn), "Ann>1", null));
        migration.passFence();

        assertThat(migration.outcomes("contact"))
                .extracting(one -> (Object) one.outcome())
                .containsExactly(new Outcome.Parked(ACCOUNT));
    }

    @Test
    void reportedRowIsWrittenWholeWhenItsSourceRowChangesAndGetsItsStateAgain() {
        begin(LostPolicy.REPORT);
        bringThere();
        migration.identity(ACCOUNT, new Identity.Gone(1));

        EntityWrite.UpsertRow again = (EntityWrite.UpsertRow) account("Two");

        assertThat(again.basedOn()).isEmpty();
        assertThat(again.changed()).containsExactly("name");

        migration.outcome(again, new Outcome.Applied(Outcome.Effect.CREATED));

        assertThat(migration.write("account")).isInstanceOf(EntityWrite.SetState.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowWhoseLossItsOwnWriteReportedIsWrittenWholeByTheNextChange(boolean outcomeFirst) {
        begin(LostPolicy.REPORT);
        bringThere();
        EntityWrite finds = account("Two");
        Outcome reported = new Outcome.Rejected(RejectionReason.ROW_LOST, "it is not in the target any more");

        if (outcomeFirst) {
            migration.outcome(finds, reported);
            migration.identity(ACCOUNT, new Identity.Gone(1));
        } else {
            migration.identity(ACCOUNT, new Identity.Gone(1));
            migration.outcome(finds, reported);
        }

        assertThat(migration.writes("account"))
                .as("it is not made anew by itself")
                .isEmpty();
        EntityWrite.UpsertRow again = (EntityWrite.UpsertRow) account("Three");
        assertThat(again.basedOn()).isEmpty();
        assertThat(again.columns()).containsEntry("name", Value.text("Three"));
    }

    @Test
    void reportedRowIsWrittenWholeByAReplay() {
        begin(LostPolicy.REPORT);
        bringThere();
        migration.identity(ACCOUNT, new Identity.Gone(1));

        migration.replay(new ReplayCommand("r1", CUSTOMERS, key(1), "account", "somebody", Instant.EPOCH));

        EntityWrite.UpsertRow again = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(again.id().cause()).isEqualTo(new Cause.OfReplay("r1"));
        assertThat(again.columns()).containsEntry("name", Value.text("One"));
    }

    @Test
    void stateThatMissesItsRowIsReportedWithIt() {
        begin(LostPolicy.REPORT);
        migration.applied(account("One"));
        migration.passFence();
        EntityWrite state = migration.write("account");
        migration.outcomes("account");

        migration.outcome(state, new Outcome.Bounced(ACCOUNT, Outcome.BounceReason.MISSING));

        assertThat(migration.writes("account")).isEmpty();
        assertThat(migration.outcomes("account"))
                .filteredOn(one -> one.outcome() instanceof Outcome.Rejected)
                .extracting(one -> one.write().part())
                .containsExactly(Part.ROW, Part.STATE);
    }

    private void begin(LostPolicy policy) {
        migration = new MigrationDriver(
                directory,
                new InactiveMapping("account", CUSTOMERS, policy, false),
                new NamingMapping("contact", CUSTOMERS_2, "account", CUSTOMERS, false));
    }

    /** The row and its state, versions 1 and 2, and nothing of it on its way. */
    private void bringThere() {
        migration.applied(account("One"));
        migration.identity(ACCOUNT, new Identity.Present(Optional.of(GUID), 1, Identity.Origin.CREATED_BY_FERRY));
        migration.passFence();
        migration.applied(migration.write("account"));
        migration.outcomes("account");
    }

    private EntityWrite account(String name) {
        migration.change(CUSTOMERS, migration.source.row("u", 1, at(1, ++lsn), name, null));
        return migration.write("account");
    }
}
