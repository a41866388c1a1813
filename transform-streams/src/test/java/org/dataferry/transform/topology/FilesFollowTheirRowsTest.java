package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.FilingMapping.COLUMN;
import static org.dataferry.transform.topology.FilingMapping.content;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.TestSource.at;
import static org.dataferry.transform.topology.TestSource.key;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are writes of their own, sent once their row is there, and only where they are others than before. */
class FilesFollowTheirRowsTest {

    private static final RowId ACCOUNT = new RowId.OfSource("account", CUSTOMERS, key(1));

    @TempDir
    private Path directory;

    private MigrationDriver migration;
    private long lsn;

    @BeforeEach
    void start() {
        migration = new MigrationDriver(directory, new FilingMapping("account", CUSTOMERS));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void fileIsAnnouncedWithItsRowAndSentAfterIt() {
        change("One", "first");
        EntityWrite row = migration.write("account");

        FanOut.Announced announced = (FanOut.Announced) migration.fanOuts().getLast();
        assertThat(announced.writes()).extracting(WriteId::part).containsExactly(Part.ROW, Part.FILE);
        assertThat(migration.outcomes("account").getLast().outcome()).isEqualTo(new Outcome.Parked(ACCOUNT));

        migration.applied(row);

        assertThat(sent()).isEqualTo(content("first"));
    }

    @Test
    void unchangedFileIsNotSentAgainAlsoIfItsColumnDoesNotTravel() {
        bringThere("One", "first");

        change("Two", "first");
        migration.applied(migration.write("account"));
        migration.change(CUSTOMERS, migration.source.updateWithoutNote(1, at(1, ++lsn), "Three"));
        migration.applied(migration.write("account"));

        assertThat(migration.writes("account")).isEmpty();
        assertThat(migration.fanOuts())
                .allSatisfy(fanOut ->
                        assertThat(((FanOut.Announced) fanOut).writes()).hasSizeLessThanOrEqualTo(2));
    }

    @Test
    void fileThatChangesAloneGoesAlone() {
        bringThere("One", "first");

        change("One", "second");

        assertThat(sent()).isEqualTo(content("second"));
    }

    @Test
    void nullRemovesTheFileOnce() {
        bringThere("One", "first");

        change("One", null);
        EntityWrite.SetFile removal = (EntityWrite.SetFile) migration.write("account");
        migration.applied(removal);
        change("Two", null);
        migration.applied(migration.write("account"));

        assertThat(removal.content()).isEqualTo(FileContent.NONE);
        assertThat(migration.writes("account")).isEmpty();
    }

    @Test
    void newestContentGoesWhenTheRowComes() {
        change("One", "first");
        change("One", "second");

        migration.writes("account").forEach(migration::applied);

        assertThat(sent()).isEqualTo(content("second"));
        assertThat(migration.outcomes("account"))
                .filteredOn(outcome -> outcome.outcome().equals(new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED)))
                .extracting(outcome -> outcome.write().part())
                .containsExactly(Part.FILE);
    }

    @Test
    void heldFileIsSentByTheNextLife() {
        change("One", "first");
        EntityWrite row = migration.write("account");

        migration.restart();
        migration.applied(row);

        assertThat(sent()).isEqualTo(content("first"));
    }

    @Test
    void contentThatIsTooLargeToTravelIsRejectedForItself() {
        change("One", "large");

        migration.applied(migration.write("account"));

        assertThat(migration.writes("account")).isEmpty();
        assertThat(migration.outcomes("account"))
                .singleElement()
                .satisfies(refused -> assertThat(refused.write().part()).isEqualTo(Part.FILE))
                .extracting(refused -> (Outcome.Rejected) refused.outcome())
                .satisfies(refused -> {
                    assertThat(refused.reason()).isEqualTo(RejectionReason.FILE_REFUSED);
                    assertThat(refused.detail()).contains("1001 bytes").contains("limits.files.carriedBytes");
                });
    }

    @Test
    void fileOfARefusedRowIsRejectedWithIt() {
        change("One", "first");
        EntityWrite row = migration.write("account");
        migration.outcomes("account");

        migration.outcome(row, new Outcome.Rejected(RejectionReason.DUPLICATE_VALUE, "taken"));

        assertThat(migration.outcomes("account").getLast().outcome())
                .isEqualTo(new Outcome.Rejected(RejectionReason.DUPLICATE_VALUE, "its row was refused: taken"));
    }

    @Test
    void replaySendsItAgain() {
        bringThere("One", "first");

        migration.replay(new ReplayCommand("r1", CUSTOMERS, key(1), "account", "tester", Instant.EPOCH));
        migration.applied(migration.write("account"));

        assertThat(sent()).isEqualTo(content("first"));
    }

    @Test
    void rowThatWasMadeAnewGetsItsFileAgain() {
        bringThere("One", "first");

        change("Two", "first");
        migration.outcome(migration.write("account"), new Outcome.Applied(Outcome.Effect.CREATED));

        assertThat(sent()).isEqualTo(content("first"));
        assertThat(migration.fanOuts().getLast())
                .isInstanceOfSatisfying(
                        FanOut.Reannounced.class,
                        anew -> assertThat(anew.writes())
                                .extracting(WriteId::part)
                                .containsExactly(Part.FILE));
    }

    @Test
    void rejectedFileIsTriedAgainWithTheNextChangeOfItsRow() {
        change("One", "first");
        migration.applied(migration.write("account"));
        migration.outcome(migration.write("account"), new Outcome.Rejected(RejectionReason.FILE_REFUSED, "blocked"));

        change("Two", "first");
        List<EntityWrite> writes = migration.writes("account");
        migration.applied(writes.getFirst());

        assertThat(sent()).isEqualTo(content("first"));
    }

    /** So that it is not told as rejected for ever. */
    @Test
    void rejectedFileThatTheSourceTakesAwayIsSettled() {
        change("One", "first");
        migration.applied(migration.write("account"));
        migration.outcome(migration.write("account"), new Outcome.Rejected(RejectionReason.FILE_REFUSED, "blocked"));

        change("One", null);

        assertThat(sent()).isEqualTo(FileContent.NONE);
    }

    @Test
    void contentThatWasTooLargeAndThatTheSourceTakesAwayIsSettled() {
        change("One", "large");
        migration.applied(migration.write("account"));

        change("One", null);

        assertThat(sent()).isEqualTo(FileContent.NONE);
    }

    private void bringThere(String name, String note) {
        change(name, note);
        migration.applied(migration.write("account"));
        migration.applied(migration.write("account"));
        migration.fanOuts();
        migration.outcomes("account");
    }

    private void change(String name, @Nullable String note) {
        migration.change(CUSTOMERS, migration.source.row(lsn == 0 ? "c" : "u", 1, at(1, ++lsn), name, note));
    }

    private FileContent sent() {
        EntityWrite.SetFile file = (EntityWrite.SetFile) migration.write("account");
        assertThat(file.column()).isEqualTo(COLUMN);
        return file.content();
    }
}
