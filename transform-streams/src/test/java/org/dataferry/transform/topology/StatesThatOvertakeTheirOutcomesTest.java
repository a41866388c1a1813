package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.TestSource.at;

import java.nio.file.Path;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.transform.mapping.TargetState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that is active, and two states of it that are on their way at once. */
class StatesThatOvertakeTheirOutcomesTest {

    private static final Outcome REFUSED = new Outcome.Rejected(RejectionReason.VALUE_INVALID, "no such status");

    @TempDir
    private Path directory;

    private MigrationDriver migration;
    private int lsn;

    @BeforeEach
    void bringAnActiveRowThere() {
        migration = new MigrationDriver(directory, new NamedStateMapping("account", CUSTOMERS));
        migration.applied(row(null));
        migration.passFence();
        migration.applied(state());
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void appliedStateIsKnownAlsoIfALaterOneIsRefused() {
        EntityWrite.SetState first = sent("2");
        EntityWrite.SetState second = sent("3");
        migration.applied(first);
        migration.outcome(second, REFUSED);

        assertThat(sent(null).state()).isEqualTo(TargetState.ACTIVE.state());
    }

    @Test
    void stateThatIsThereIsNotSentAgainAfterALaterOneWasRefused() {
        EntityWrite.SetState first = sent("2");
        EntityWrite.SetState second = sent("3");
        migration.applied(first);
        migration.outcome(second, REFUSED);

        migration.applied(row("2"));

        assertThat(migration.writes("account")).isEmpty();
    }

    @Test
    void supersededStateMayBeThereIfALaterOneIsRefused() {
        EntityWrite.SetState first = sent("2");
        EntityWrite.SetState second = sent("3");
        migration.outcome(first, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
        migration.outcome(second, REFUSED);

        assertThat(sent(null).state()).isEqualTo(TargetState.ACTIVE.state());
    }

    @Test
    void appliedStateIsSetAgainOnARowThatIsMadeAnew() {
        EntityWrite.SetState first = sent("2");
        EntityWrite.SetState second = sent("3");
        migration.applied(first);
        migration.outcome(second, REFUSED);

        migration.outcome(row("2"), new Outcome.Applied(Outcome.Effect.CREATED));

        assertThat(state().status()).isEqualTo(2);
    }

    private EntityWrite.SetState sent(@Nullable String status) {
        migration.applied(row(status));
        return state();
    }

    private EntityWrite.SetState state() {
        return (EntityWrite.SetState) migration.write("account");
    }

    /** A new name, so that the row is sent as well: a state that is sent shows that it was found to be another. */
    private EntityWrite row(@Nullable String status) {
        lsn++;
        String operation = lsn == 1 ? "c" : "u";
        migration.change(CUSTOMERS, migration.source.row(operation, 1, at(1, lsn), "Name " + lsn, status));
        return migration.write("account");
    }
}
