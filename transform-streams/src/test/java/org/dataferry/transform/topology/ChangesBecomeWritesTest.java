package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS_2;
import static org.dataferry.transform.topology.TestSource.at;
import static org.dataferry.transform.topology.TestSource.key;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesBecomeWritesTest {

    @TempDir
    private Path directory;

    private MigrationDriver migration;

    @BeforeEach
    void start() {
        migration = new MigrationDriver(
                directory,
                new TestMapping("account", CUSTOMERS),
                new TestMapping("account", CUSTOMERS_2),
                new TestMapping("contact", CUSTOMERS_2),
                new TestMapping("contact", CUSTOMERS_2, "second"));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void insertIsAnnouncedAndWrittenWhole() {
        take("c", 7, 1, "Alfreds");

        WriteId id = writeId(CUSTOMERS, 7, at(1, 1), "account", "");
        assertThat(migration.fanOuts())
                .containsExactly(new FanOut.Announced(change(CUSTOMERS, 7, at(1, 1)), List.of(id)));
        assertThat(migration.writes("account"))
                .containsExactly(new EntityWrite.UpsertRow(
                        id,
                        1,
                        OptionalLong.empty(),
                        Map.of("name", Value.text("Alfreds"), "note", Value.text("note")),
                        Map.of(),
                        Set.of("name", "note"),
                        "map-1"));
        assertThat(migration.outcomes("account")).isEmpty();
    }

    @Test
    void updateSaysWhatChangedAndSinceWhen() {
        take("c", 7, 1, "a");
        migration.applied(migration.write("account"));

        take("u", 7, 2, "b");

        EntityWrite.UpsertRow update = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(update.version()).isEqualTo(2);
        assertThat(update.basedOn()).isEqualTo(OptionalLong.of(1));
        assertThat(update.changed()).containsExactly("name");
    }

    @Test
    void changeThatChangesNothingIsAnnouncedAndSkipped() {
        take("c", 7, 1, "a");
        migration.applied(migration.write("account"));

        take("u", 7, 2, "a");

        assertSettled(7, 2, new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
    }

    @Test
    void redeliveredChangeIsCalledSoAndCausesNothing() {
        take("c", 7, 1, "a");
        take("u", 7, 3, "b");
        migration.fanOuts();
        migration.writes("account");

        take("c", 7, 1, "a");
        take("u", 7, 3, "b");

        assertThat(migration.fanOuts())
                .containsExactly(
                        new FanOut.Redelivered(change(CUSTOMERS, 7, at(1, 1))),
                        new FanOut.Redelivered(change(CUSTOMERS, 7, at(1, 3))));
        assertThat(migration.writes("account")).isEmpty();
        assertThat(migration.outcomes("account")).isEmpty();
    }

    @Test
    void deleteThatIsRedeliveredAfterTheNextInsertRemovesNothing() {
        take("c", 7, 1, "a");
        migration.change(CUSTOMERS, migration.source.delete(7, at(1, 2)));
        take("c", 7, 3, "b");
        migration.writes("account");
        migration.outcomes("account");

        migration.change(CUSTOMERS, migration.source.delete(7, at(1, 2)));

        assertThat(migration.writes("account")).isEmpty();
        assertThat(migration.outcomes("account")).isEmpty();
    }

    @Test
    void sendsAAgainWhileBIsOnItsWay() {
        take("c", 7, 1, "a");
        migration.applied(migration.write("account"));
        take("u", 7, 2, "b");
        take("u", 7, 3, "a");

        assertThat(migration.writes("account")).extracting(EntityWrite::version).containsExactly(2L, 3L);
    }

    @Test
    void openOutcomeLeavesTheVersionOnItsWay() {
        take("c", 7, 1, "a");
        EntityWrite write = migration.write("account");
        migration.outcome(write, new Outcome.Parked(write.row()));

        take("u", 7, 2, "a");

        assertThat(migration.write("account").version()).isEqualTo(2);
    }

    @Test
    void rowIsDeletedAndComesBackUnderALaterVersion() {
        take("c", 7, 1, "a");
        migration.applied(migration.write("account"));
        migration.change(CUSTOMERS, migration.source.delete(7, at(1, 2)));
        migration.change(CUSTOMERS, new TestRecord<>(bytes(key(7).text()), null));
        EntityWrite delete = migration.write("account");
        assertThat(delete)
                .isEqualTo(new EntityWrite.DeleteRow(writeId(CUSTOMERS, 7, at(1, 2), "account", ""), 2, "map-1"));
        migration.applied(delete);

        take("c", 7, 3, "a");

        EntityWrite.UpsertRow again = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(again.version()).isEqualTo(3);
        assertThat(again.basedOn()).isEmpty();
        assertThat(migration.fanOuts()).as("a tombstone announces nothing").hasSize(3);
    }

    @Test
    void filteredRowIsSkippedOrRemovedIfTheTargetHasIt() {
        take("c", 7, 1, "filtered");
        assertSettled(7, 1, new Outcome.Skipped(Outcome.SkipReason.FILTERED));

        take("u", 7, 2, "a");
        migration.applied(migration.write("account"));
        take("u", 7, 3, "filtered");

        assertThat(migration.write("account")).isInstanceOf(EntityWrite.DeleteRow.class);
    }

    @Test
    void refusedRowIsRejectedAndTheEarlierVersionStands() {
        take("c", 7, 1, "a");
        migration.applied(migration.write("account"));
        migration.fanOuts();
        take("u", 7, 2, "refused");
        assertSettled(7, 2, new Outcome.Rejected(RejectionReason.VALUE_INVALID, "a name that is refused"));

        take("u", 7, 3, "a");
        assertSettled(7, 3, new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
        migration.change(CUSTOMERS, migration.source.delete(7, at(1, 4)));

        assertThat(migration.write("account").version()).isEqualTo(2);
    }

    @Test
    void rowThatTheTargetRejectedIsSentAgainWhole() {
        take("c", 7, 1, "a");
        migration.outcome(migration.write("account"), new Outcome.Rejected(RejectionReason.CUSTOM_LOGIC_FAILED, "no"));

        take("u", 7, 2, "a");

        EntityWrite.UpsertRow again = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(again.version()).isEqualTo(2);
        assertThat(again.basedOn()).isEmpty();
    }

    @Test
    void columnThatTheChangeDidNotCarryIsFilledFromTheLastImage() {
        take("c", 7, 1, "a");
        migration.applied(migration.write("account"));

        migration.change(CUSTOMERS, migration.source.updateWithoutNote(7, at(1, 2), "b"));

        EntityWrite.UpsertRow update = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(update.columns()).containsEntry("note", Value.text("note"));
        assertThat(update.changed()).containsExactly("name");
    }

    @Test
    void nothingOfADeletedRowFillsItsSuccessor() {
        take("c", 7, 1, "a");
        migration.change(CUSTOMERS, migration.source.delete(7, at(1, 2)));
        migration.writes("account");

        migration.change(CUSTOMERS, migration.source.updateWithoutNote(7, at(1, 3), "b"));

        EntityWrite.UpsertRow update = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(update.columns()).containsEntry("note", Value.ABSENT);
    }

    @Test
    void insertOfARowThatIsThereReplacesIt() {
        take("c", 7, 1, "a");
        migration.applied(migration.write("account"));

        migration.change(CUSTOMERS, migration.source.row("c", 7, at(1, 2), "a", null));

        EntityWrite.UpsertRow update = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(update.changed()).containsExactly("note");
        assertThat(update.columns()).containsEntry("note", Value.NULL);
    }

    @Test
    void oneTableBecomesSeveralRowsEachAnnounced() {
        migration.change(CUSTOMERS_2, migration.source.row("c", 7, at(1, 1), "a", null));

        FanOut.Announced announced = (FanOut.Announced) migration.fanOuts().getFirst();
        assertThat(announced.writes())
                .containsExactly(
                        writeId(CUSTOMERS_2, 7, at(1, 1), "account", ""),
                        writeId(CUSTOMERS_2, 7, at(1, 1), "contact", ""),
                        writeId(CUSTOMERS_2, 7, at(1, 1), "contact", "second"));
        assertThat(migration.writes("account")).hasSize(1);
        assertThat(migration.writes("contact")).extracting(EntityWrite::version).containsExactly(1L, 1L);
    }

    @Test
    void twoTablesOfOneEntityKeepTheirRowsApart() {
        take("c", 7, 1, "a");
        migration.change(CUSTOMERS_2, migration.source.row("c", 7, at(1, 1), "a", "note"));

        List<EntityWrite> writes = migration.writes("account");

        assertThat(writes).extracting(EntityWrite::version).containsExactly(1L, 1L);
        assertThat(writes).extracting(EntityWrite::row).doesNotHaveDuplicates();
        assertThat(writes)
                .as("both hash to the partition of their source key")
                .allSatisfy(write ->
                        assertThat(RowId.partitionText(write.row().text())).isEqualTo(key(7).text()));
    }

    @Test
    void changeOfATableThatNothingReadsIsAnnouncedWithoutWrites() {
        SourceTable unread = new SourceTable("nw", "public", "unread");

        migration.change(unread, migration.source.row("c", 7, at(1, 1), "a", null));

        assertThat(migration.fanOuts()).containsExactly(new FanOut.Announced(change(unread, 7, at(1, 1)), List.of()));
    }

    @Test
    void versionsImagesAndPositionsOutliveARestart() {
        take("c", 7, 1, "a");
        migration.applied(migration.write("account"));
        migration.fanOuts();

        migration.restart();

        take("c", 7, 1, "a");
        assertThat(migration.fanOuts()).containsExactly(new FanOut.Redelivered(change(CUSTOMERS, 7, at(1, 1))));
        migration.change(CUSTOMERS, migration.source.updateWithoutNote(7, at(1, 2), "b"));
        EntityWrite.UpsertRow update = (EntityWrite.UpsertRow) migration.write("account");
        assertThat(update.version()).isEqualTo(2);
        assertThat(update.basedOn()).isEqualTo(OptionalLong.of(1));
        assertThat(update.columns()).containsEntry("note", Value.text("note"));
    }

    @Test
    void outcomeOfARowNotKnownHereKeepsItsVersionFromBeingGivenAgain() {
        WriteId unknown = writeId(CUSTOMERS, 7, at(1, 1), "account", "");
        migration.outcome(new RecordedOutcome(
                unknown,
                9,
                new Outcome.Applied(Outcome.Effect.CREATED),
                RecordedOutcome.Stage.SINK,
                MigrationDriver.SINK_CLOCK));

        take("u", 7, 2, "a");

        assertThat(migration.write("account").version()).isEqualTo(10);
    }

    private void take(String op, long id, long lsn, String name) {
        migration.change(CUSTOMERS, migration.source.row(op, id, at(1, lsn), name, "note"));
    }

    /** The change was announced, nothing was written, and this became of it. */
    private void assertSettled(long id, long lsn, Outcome outcome) {
        WriteId write = writeId(CUSTOMERS, id, at(1, lsn), "account", "");
        assertThat(migration.fanOuts())
                .endsWith(new FanOut.Announced(change(CUSTOMERS, id, at(1, lsn)), List.of(write)));
        assertThat(migration.writes("account")).isEmpty();
        assertThat(migration.outcomes("account")).singleElement().satisfies(recorded -> {
            assertThat(recorded.write()).isEqualTo(write);
            assertThat(recorded.outcome()).isEqualTo(outcome);
            assertThat(recorded.stage()).isEqualTo(RecordedOutcome.Stage.TRANSFORM);
            assertThat(recorded.version()).isZero();
        });
    }

    private static ChangeId change(SourceTable table, long id, SourcePosition position) {
        return new ChangeId("m", table, key(id), position);
    }

    private static WriteId writeId(
            SourceTable table, long id, SourcePosition position, String entity, String discriminator) {
        return new WriteId(
                new Cause.OfChange(change(table, id, position)),
                new RowId.OfSource(entity, table, key(id), discriminator),
                Part.ROW);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
