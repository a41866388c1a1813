package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.TestSource.at;

import java.nio.file.Path;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.transform.mapping.LostPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatesWaitForTheirPhaseTest {

    @TempDir
    private Path directory;

    private MigrationDriver migration;

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void phaseOpensByItselfAtTheFirstFence() {
        begin(false);

        migration.passFence();

        assertThat(migration.write("account")).isInstanceOf(EntityWrite.SetState.class);
    }

    @Test
    void stateWaitsForTheCommandWhereTheMappingSaysSo() {
        begin(true);

        migration.passFence();
        migration.passFence();

        assertThat(migration.writes("account")).isEmpty();
        assertThat(migration.outcomes("account").getLast().outcome())
                .isEqualTo(new Outcome.Deferred(Outcome.DeferralReason.PHASE));

        migration.openStatesOf("account");
        migration.passFence();

        assertThat(migration.write("account")).isInstanceOf(EntityWrite.SetState.class);
    }

    @Test
    void commandOfAnotherEntityDoesNotOpenIt() {
        begin(true);

        migration.openStatesOf("contact");
        migration.passFence();

        assertThat(migration.writes("account")).isEmpty();
    }

    @Test
    void stateThatComesLaterIsSetAtOnceOverRestarts() {
        begin(true);
        migration.openStatesOf("account");
        migration.restart();
        migration.passFence();
        migration.writes("account");

        migration.change(CUSTOMERS, migration.source.row("c", 2, at(1, 2), "Two", null));
        migration.applied(migration.write("account"));

        assertThat(migration.write("account")).isInstanceOf(EntityWrite.SetState.class);
    }

    /** A row that is there, and its state, which waits. */
    private void begin(boolean byCommand) {
        migration = new MigrationDriver(
                directory, new InactiveMapping("account", CUSTOMERS, LostPolicy.REWRITE, byCommand));
        migration.change(CUSTOMERS, migration.source.row("c", 1, at(1, 1), "One", null));
        migration.applied(migration.write("account"));
    }
}
