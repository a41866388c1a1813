package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS_2;
import static org.dataferry.transform.topology.TestSource.at;
import static org.dataferry.transform.topology.TestSource.key;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table read anew: what did not come again is gone. */
class EpochsTest {

    @TempDir
    private Path directory;

    private MigrationDriver migration;

    @BeforeEach
    void start() {
        migration = new MigrationDriver(
                directory, new TestMapping("account", CUSTOMERS), new TestMapping("account", CUSTOMERS_2));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void rowsThatTheNewEpochDidNotBringAreRemoved() {
        read(1, 1, 2);
        // Its name begins as the other's does.
        migration.change(CUSTOMERS_2, migration.source.row("r", 1, at(1, 0), "a", null));
        applyAll();

        read(2, 2);
        complete(2);

        EntityWrite delete = migration.write("account");
        assertThat(delete).isInstanceOf(EntityWrite.DeleteRow.class);
        assertThat(delete.row()).isEqualTo(new RowId.OfSource("account", CUSTOMERS, key(1)));
        ChangeId gone = new ChangeId("m", CUSTOMERS, key(1), at(2, 0));
        assertThat(migration.fanOuts())
                .endsWith(new FanOut.Announced(gone, List.of(delete.id())))
                .hasSize(2);
    }

    @Test
    void repeatedAndEarlierMarkersRemoveNothingMore() {
        read(1, 1, 2);
        applyAll();
        complete(3);
        applyAll();
        read(4, 2);
        applyAll();

        migration.restart();
        complete(3);
        complete(2);
        complete(1);

        assertThat(migration.fanOuts()).isEmpty();
        assertThat(migration.writes("account")).isEmpty();
    }

    @Test
    void removedRowComesBackAtALaterPositionOfTheEpochOnly() {
        read(1, 1);
        complete(2);
        migration.fanOuts();
        migration.writes("account");

        migration.change(CUSTOMERS, migration.source.row("u", 1, at(1, 9), "late", null));
        assertThat(migration.fanOuts()).singleElement().isInstanceOf(FanOut.Redelivered.class);

        migration.change(CUSTOMERS, migration.source.row("c", 1, at(2, 1), "again", null));
        assertThat(migration.write("account").version()).isEqualTo(3);
    }

    @Test
    void largeTableIsSearchedInStepsAlsoOverARestart() {
        int rows = 2 * EpochSweeps.ROWS_PER_STEP + 100;
        for (int id = 0; id < rows; id++) {
            migration.change(CUSTOMERS, migration.source.row("r", id, at(1, 0), "a", null));
        }
        applyAll();

        complete(2);
        Set<RowId> removed = new HashSet<>(removals());
        assertThat(removed).hasSize(EpochSweeps.ROWS_PER_STEP);
        // The same marker again does not begin anew, and a row that comes back meanwhile stays.
        complete(2);
        RowId.OfSource back = new RowId.OfSource("account", CUSTOMERS, key(rows - 1));
        migration.change(CUSTOMERS, migration.source.row("c", rows - 1, at(2, 1), "a", null));
        assertThat(removals()).isEmpty();

        migration.restart();
        for (int step = 0; step < 3; step++) {
            migration.pass(EpochSweeps.PAUSE);
            List<RowId> more = removals();
            assertThat(more).hasSizeLessThanOrEqualTo(EpochSweeps.ROWS_PER_STEP).doesNotContainAnyElementsOf(removed);
            removed.addAll(more);
        }

        assertThat(removed).hasSize(rows - 1).doesNotContain(back);
        migration.pass(EpochSweeps.PAUSE);
        assertThat(migration.writes("account")).isEmpty();
    }

    /** So that whoever sees no search under way finds in the log all that it has written. */
    @Test
    void aSearchIsOverOnceItsLastStepIsCommitted() {
        for (int id = 0; id <= EpochSweeps.ROWS_PER_STEP; id++) {
            migration.change(CUSTOMERS, migration.source.row("r", id, at(1, 0), "a", null));
        }
        applyAll();
        complete(2);
        removals();

        migration.pass(EpochSweeps.PAUSE);
        assertThat(removals()).hasSize(1);
        assertThat(migration.searches()).isEqualTo(1);

        migration.pass(EpochSweeps.PAUSE);
        assertThat(migration.searches()).isZero();
    }

    @Test
    void aSearchThatEndsAtItsMarkerIsCommittedWithIt() {
        read(1, 1, 2);
        applyAll();

        complete(2);

        assertThat(removals()).hasSize(2);
        assertThat(migration.searches()).isZero();
    }

    private void read(int epoch, long... ids) {
        for (long id : ids) {
            migration.change(CUSTOMERS, migration.source.row("r", id, at(epoch, 0), "a", null));
        }
    }

    private void complete(int epoch) {
        migration.change(CUSTOMERS, TestSource.marker(at(epoch, 0)));
    }

    private void applyAll() {
        migration.writes("account").forEach(migration::applied);
        migration.fanOuts();
    }

    private List<RowId> removals() {
        return migration.writes("account").stream()
                .filter(EntityWrite.DeleteRow.class::isInstance)
                .map(EntityWrite::row)
                .toList();
    }
}
