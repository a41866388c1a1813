package org.dataferry.sink.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.EmulatedTarget.ID_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.KEY_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.client.rows.RowVersion;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.Writes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rows that somebody changes in the target behind Ferry's back, against the emulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChangedRowsEmulatorTest {

    private static final String CONTRACT = "mig_contract";

    private EmulatedTarget target;
    private EntitySet orders;
    private Lane somebody;
    private BatchSender keeping;
    private BatchSender reporting;
    private int rowsMade;

    @BeforeAll
    void makesTheTable(@TempDir Path folder) throws InterruptedException {
        target = EmulatedTarget.start(folder);
        target.makeOrders();
        target.makeFileColumns();
        orders = target.lane().metadata().entitySets().get(ORDER);
        somebody = target.laneOfSomebody();
        keeping = sender(ChangedPolicy.KEEP);
        reporting = sender(ChangedPolicy.REPORT);
    }

    @AfterEach
    void clearsFaults() {
        target.clearFaults();
    }

    @AfterAll
    void stops() {
        somebody.close();
        target.close();
    }

    @Test
    void updatesARowThatNobodyElseChangedByTheVersionItHas() throws InterruptedException {
        Sent row = made(keeping);
        long before = target.requests();

        Sent second = row.next(keeping, named(row.id(), 2, "second"));
        Sent third = second.next(keeping, named(row.id(), 3, "third"));

        assertThat(target.requests() - before).as("nothing is read").isEqualTo(2);
        assertThat(third.effect()).isEqualTo(Outcome.Effect.UPDATED);
        assertThat(stored(row)).isEqualTo("third");
        assertThat(third.version()).isEqualTo(version(row));
    }

    @Test
    void knowsTheVersionOfEveryRowThatItMakes() throws InterruptedException {
        List<RowTask> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tasks.add(task(named(newRow(), 1, "first"), Optional.empty(), Optional.empty(), false));
        }

        List<RowResult> results = keeping.send(new Batch(ORDER, Action.CREATE, tasks));

        assertThat(results)
                .allSatisfy(result ->
                        assertThat(((RowResult.Done) result).rowVersion()).isPresent());
    }

    /** Between the request that makes the rows and the query that reads their versions. */
    @Test
    void takesNoVersionForItsOwnThatSomebodyMadeRightAfterTheCreate() throws InterruptedException {
        Sent row = made(keeping);
        Sent other = made(keeping);
        changeBehindOurBack(row, "theirs");
        TargetTables tables = target.tables(ORDER);
        ForeignChanges changes = new ForeignChanges(
                target.lane(), new RowBodies(tables, KEY_COLUMN, ID_COLUMN), rules(ChangedPolicy.KEEP));

        List<RowResult> read = changes.withVersions(
                tables.table(ORDER),
                List.of(row.withoutVersion().result(), other.withoutVersion().result()));

        assertThat(read).containsExactly(row.withoutVersion().result(), other.result());
        Sent next = new Sent(row.id(), row.guid(), read.getFirst());
        assertThat(next.send(keeping, Action.UPDATE, named(row.id(), 2, "ours")))
                .isEqualTo(new RowResult.Kept());
        assertThat(stored(row)).isEqualTo("theirs");
    }

    @Test
    void leavesWhatSomebodyChangedWhereTheTargetWins() throws InterruptedException {
        Sent row = made(keeping);
        changeBehindOurBack(row, "theirs");

        assertThat(row.send(keeping, Action.UPDATE, named(row.id(), 2, "ours"))).isEqualTo(new RowResult.Kept());
        assertThat(row.send(keeping, Action.PATCH, Writes.state(row.id(), 3, 1, 2)))
                .isEqualTo(new RowResult.Kept());
        assertThat(row.send(keeping, Action.DELETE, Writes.delete(row.id(), 4))).isEqualTo(new RowResult.Kept());
        assertThat(row.send(keeping, Action.UPDATE, replayed(row.id(), 5, "replayed")))
                .isEqualTo(new RowResult.Kept());
        assertThat(stored(row)).isEqualTo("theirs");
    }

    @Test
    void rejectsTheWriteUntilItIsReplayedWhereThatIsThePolicy() throws InterruptedException {
        Sent row = made(reporting);
        changeBehindOurBack(row, "theirs");

        RowResult refused = row.send(reporting, Action.UPDATE, named(row.id(), 2, "ours"));

        assertThat(refused).isInstanceOfSatisfying(RowResult.Refused.class, why -> {
            assertThat(why.reason()).isEqualTo(RejectionReason.CHANGED_IN_TARGET);
            assertThat(why.detail()).contains("changed the row on 20");
        });
        assertThat(stored(row)).isEqualTo("theirs");
        Sent replayed = row.next(reporting, replayed(row.id(), 3, "replayed"));
        assertThat(stored(row)).isEqualTo("replayed");
        assertThat(replayed.version()).isEqualTo(version(row));
    }

    @Test
    void overwritesWhereTheSourceWins() throws InterruptedException {
        BatchSender overwriting = sender(ChangedPolicy.OVERWRITE);
        Sent row = made(overwriting);
        changeBehindOurBack(row, "theirs");

        row.next(overwriting, named(row.id(), 2, "ours"));

        assertThat(stored(row)).isEqualTo("ours");
    }

    @Test
    void tellsTheRestOfABatchApartFromTheChangedRow() throws InterruptedException {
        List<Sent> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add(made(keeping));
        }
        changeBehindOurBack(rows.get(3), "theirs");
        List<RowTask> tasks =
                rows.stream().map(row -> row.task(named(row.id(), 2, "ours"))).toList();

        List<RowResult> results = keeping.send(new Batch(ORDER, Action.UPDATE, tasks));

        for (int i = 0; i < rows.size(); i++) {
            assertThat(stored(rows.get(i))).isEqualTo(i == 3 ? "theirs" : "ours");
            assertThat(results.get(i) instanceof RowResult.Kept).isEqualTo(i == 3);
        }
    }

    /** The update is done, and nobody hears of it: what the row has then is no change of a person's. */
    @Test
    void takesAnUpdateWhoseAnswerWasLostForItsOwn() throws InterruptedException {
        Sent row = made(keeping);
        target.fault("{\"path\":\"batch\",\"effect\":\"dropAnswer\",\"share\":1}");
        assertThat(row.send(keeping, Action.UPDATE, named(row.id(), 2, "ours")))
                .as("the answer is lost")
                .isInstanceOf(RowResult.Lost.class);
        target.clearFaults();
        assertThat(stored(row)).as("the request was done").isEqualTo("ours");

        RowResult again = row.send(keeping, Action.RESOLVE, named(row.id(), 2, "ours"));

        assertThat(again)
                .isInstanceOfSatisfying(
                        RowResult.Done.class,
                        done -> assertThat(done.rowVersion()).contains(version(row)));
    }

    @Test
    void rejectsAValueThatAnotherRowHasAtOnce() throws InterruptedException {
        Sent other = made(keeping);
        other.next(keeping, numbered(other.id(), "N-1"));
        Sent row = made(keeping);

        assertThat(row.send(keeping, Action.UPDATE, numbered(row.id(), "N-1")))
                .isInstanceOfSatisfying(
                        RowResult.Refused.class,
                        why -> assertThat(why.reason()).isEqualTo(RejectionReason.DUPLICATE_VALUE));
    }

    @Test
    void saysThatARowIsMissingWhichSomebodyDeleted() throws InterruptedException {
        Sent row = made(keeping);
        somebody.writer().delete(orders, new RowAddress.ById(row.guid())).orThrow("delete the row");

        RowResult missing = row.send(keeping, Action.UPDATE, named(row.id(), 2, "ours"));

        assertThat(missing).isInstanceOf(RowResult.Doubtful.class);
        assertThat(row.send(keeping, Action.DELETE, Writes.delete(row.id(), 3))).isEqualTo(new RowResult.AlreadyDone());
    }

    /** So it is after an update of an earlier life, or where this is the policy only since a while. */
    @Test
    void asksWhoChangedARowLastWhereItKnowsNoVersion() throws InterruptedException {
        Sent ours = made(keeping).withoutVersion();
        Sent theirs = made(keeping).withoutVersion();
        changeBehindOurBack(theirs, "theirs");

        ours.next(keeping, named(ours.id(), 2, "second"));

        assertThat(stored(ours)).isEqualTo("second");
        assertThat(theirs.send(keeping, Action.UPDATE, named(theirs.id(), 2, "second")))
                .isEqualTo(new RowResult.Kept());
    }

    @Test
    void saysThatTheRowIsThereAlsoWhereItIsKept() throws InterruptedException {
        Sent row = made(keeping);
        changeBehindOurBack(row, "theirs");
        RowTask unknown = task(named(row.id(), 2, "ours"), Optional.empty(), Optional.empty(), false);

        assertThat(keeping.send(new Batch(ORDER, Action.RESOLVE, List.of(unknown))))
                .containsExactly(new RowResult.Found(row.guid(), new RowResult.Kept()));
    }

    /** Before the first write nobody can have changed what Ferry wrote; its old values are kept elsewhere. */
    @Test
    void writesARowThatItFoundWithItsKeyWhoeverChangedItLast() throws InterruptedException {
        RowId id = newRow();
        UUID guid = foreignRow("old");
        RowTask task = task(named(id, 1, "ours"), Optional.of(guid), Optional.empty(), true);

        List<RowResult> results = keeping.send(new Batch(ORDER, Action.UPDATE, List.of(task)));

        assertThat(results.getFirst()).isInstanceOf(RowResult.Done.class);
        Sent row = new Sent(id, guid, results.getFirst());
        assertThat(stored(row)).isEqualTo("ours");
        assertThat(byKey(id)).as("found by Ferry's key").contains(guid);
    }

    /** It has no key by which it could be found, so a look for the key alone would make a second row. */
    @Test
    void findsARowInDoubtThatHasNoKeyYet() throws InterruptedException {
        RowId id = newRow();
        UUID guid = foreignRow("old");
        long before = target.rows(ORDER);
        RowTask task = new RowTask(merged(named(id, 1, "ours"), true), Optional.of(guid), 0, Optional.empty(), true);

        List<RowResult> results = sender(ChangedPolicy.OVERWRITE).send(new Batch(ORDER, Action.RESOLVE, List.of(task)));

        assertThat(((RowResult.Done) results.getFirst()).guid()).contains(guid);
        assertThat(byKey(id)).contains(guid);
        assertThat(target.rows(ORDER)).isEqualTo(before);
    }

    /** Its first write came to the target and gave it the key, so what changed since is no value of before. */
    @Test
    void leavesWhatSomebodyChangedAfterALostFirstWriteOfARowOfOthers() throws InterruptedException {
        RowId id = newRow();
        UUID guid = foreignRow("old");
        RowTask first = task(named(id, 1, "ours"), Optional.of(guid), Optional.empty(), true);
        RowTask inDoubt = new RowTask(merged(named(id, 1, "ours"), true), Optional.of(guid), 0, Optional.empty(), true);
        target.fault("{\"path\":\"batch\",\"effect\":\"dropAnswer\",\"share\":1}");
        assertThat(keeping.send(new Batch(ORDER, Action.UPDATE, List.of(first))))
                .hasOnlyElementsOfType(RowResult.Lost.class);
        target.clearFaults();
        Sent row = new Sent(id, guid, new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(guid)));
        assertThat(stored(row)).as("the request was done").isEqualTo("ours");

        assertThat(keeping.send(new Batch(ORDER, Action.RESOLVE, List.of(inDoubt))))
                .as("nobody changed it yet")
                .hasOnlyElementsOfType(RowResult.Done.class);
        changeBehindOurBack(row, "theirs");

        assertThat(keeping.send(new Batch(ORDER, Action.RESOLVE, List.of(inDoubt))))
                .containsExactly(new RowResult.Found(guid, new RowResult.Kept()));
        assertThat(stored(row)).isEqualTo("theirs");
    }

    /** The file would make Ferry the last who changed the row, and hide what somebody changed before. */
    @Test
    void sendsNoFileToARowThatSomebodyChangedWhereTheTargetWins() throws InterruptedException {
        Sent row = made(keeping);
        changeBehindOurBack(row, "theirs");

        assertThat(row.send(keeping, Action.FILE, file(row.id(), 2, "ours.txt")))
                .isEqualTo(new RowResult.Kept());
        assertThat(row.send(keeping, Action.FILE, Writes.file(row.id(), 3, CONTRACT, FileContent.NONE)))
                .isEqualTo(new RowResult.Kept());

        assertThat(row.send(keeping, Action.UPDATE, named(row.id(), 4, "ours"))).isEqualTo(new RowResult.Kept());
        assertThat(stored(row)).isEqualTo("theirs");
        assertThat(fileName(row)).isEmpty();
    }

    @Test
    void leavesAFileThatSomebodyReplaced() throws InterruptedException {
        Sent row = made(reporting);
        assertThat(row.send(reporting, Action.FILE, file(row.id(), 2, "ours.txt")))
                .isInstanceOf(RowResult.Done.class);
        somebody.files()
                .set(orders, row.guid(), CONTRACT, "theirs.txt", new byte[] {1})
                .orThrow("replace the file");

        assertThat(row.send(reporting, Action.FILE, file(row.id(), 3, "newer.txt")))
                .isInstanceOfSatisfying(
                        RowResult.Refused.class,
                        why -> assertThat(why.reason()).isEqualTo(RejectionReason.CHANGED_IN_TARGET));
        assertThat(fileName(row)).isEqualTo("theirs.txt");
    }

    @Test
    void sendsFilesAndUpdatesOfARowThatNobodyElseChanged() throws InterruptedException {
        Sent row = made(keeping);

        assertThat(row.send(keeping, Action.FILE, file(row.id(), 2, "first.txt")))
                .isInstanceOf(RowResult.Done.class);
        assertThat(row.send(keeping, Action.FILE, file(row.id(), 3, "second.txt")))
                .isInstanceOf(RowResult.Done.class);
        row.next(keeping, named(row.id(), 4, "second"));

        assertThat(fileName(row)).isEqualTo("second.txt");
        assertThat(stored(row)).isEqualTo("second");
    }

    @Test
    void losesNoFileWhereNobodyAnswersWhoChangedTheRow() throws InterruptedException {
        Sent row = made(keeping);
        target.fault("{\"path\":\"batch\",\"effect\":\"dropAnswer\",\"share\":1}");

        assertThat(row.send(keeping, Action.FILE, file(row.id(), 2, "ours.txt")))
                .isInstanceOf(RowResult.Later.class);
        target.clearFaults();
        assertThat(fileName(row)).isEmpty();
    }

    /** A row as the last write of it left it. */
    private record Sent(RowId id, UUID guid, RowResult result) {

        Outcome.Effect effect() {
            return ((RowResult.Done) result).effect();
        }

        String version() {
            return ((RowResult.Done) result).rowVersion().orElseThrow();
        }

        Sent withoutVersion() {
            return new Sent(id, guid, new RowResult.Done(effect(), Optional.of(guid)));
        }

        RowTask task(EntityWrite write) {
            return new RowTask(
                    merged(write, false),
                    Optional.of(guid),
                    write.version() - 1,
                    ((RowResult.Done) result).rowVersion(),
                    false);
        }

        RowResult send(BatchSender sender, Action action, EntityWrite write) throws InterruptedException {
            RowTask task = task(write);
            RowTask sent = action == Action.RESOLVE
                    ? new RowTask(merged(write, true), task.guid(), 0, task.rowVersion(), false)
                    : task;
            return sender.send(new Batch(ORDER, action, List.of(sent))).getFirst();
        }

        Sent next(BatchSender sender, EntityWrite write) throws InterruptedException {
            RowResult next = send(sender, Action.UPDATE, write);
            assertThat(next).isInstanceOf(RowResult.Done.class);
            return new Sent(id, guid, next);
        }
    }

    private ChangeRules rules(ChangedPolicy policy) throws InterruptedException {
        UUID us = target.lane().whoAmI().orThrow("ask who we are").userId();
        return new ChangeRules(Map.of(ORDER, policy), Set.of(us), Set.of());
    }

    private BatchSender sender(ChangedPolicy policy) throws InterruptedException {
        return new BatchSender(
                target.lane(), target.tables(ORDER), KEY_COLUMN, ID_COLUMN, rules(policy), SinkFiles.none());
    }

    private RowId newRow() {
        return row(ORDER, "changed-" + ++rowsMade);
    }

    private Sent made(BatchSender sender) throws InterruptedException {
        RowId id = newRow();
        RowTask task = task(named(id, 1, "first"), Optional.empty(), Optional.empty(), false);
        RowResult made =
                sender.send(new Batch(ORDER, Action.CREATE, List.of(task))).getFirst();
        return new Sent(id, ((RowResult.Done) made).guid().orElseThrow(), made);
    }

    private UUID foreignRow(String name) throws InterruptedException {
        ObjectNode body = Json.object().put("mig_name", name);
        return somebody.writer().create(orders, body).orThrow("make a row");
    }

    private void changeBehindOurBack(Sent row, String name) throws InterruptedException {
        ObjectNode body = Json.object().put("mig_name", name);
        somebody.writer().update(orders, new RowAddress.ById(row.guid()), body).orThrow("change the row");
    }

    private String stored(Sent row) throws InterruptedException {
        return read(row).path("mig_name").asText();
    }

    /** Empty if there is no file. */
    private String fileName(Sent row) throws InterruptedException {
        String name = CONTRACT + "_name";
        return target.lane()
                .reader()
                .row(orders, new RowAddress.ById(row.guid()), List.of(name))
                .orThrow("read the row")
                .orElseThrow()
                .path(name)
                .asText("");
    }

    private String version(Sent row) {
        try {
            return RowVersion.of(read(row)).orElseThrow();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private JsonNode read(Sent row) throws InterruptedException {
        return target.lane()
                .reader()
                .row(orders, new RowAddress.ById(row.guid()), List.of("mig_name"))
                .orThrow("read the row")
                .orElseThrow();
    }

    private Optional<UUID> byKey(RowId row) throws InterruptedException {
        String key = FerryKey.of(row).value();
        return Optional.ofNullable(target.lane()
                .identities()
                .find(orders, KEY_COLUMN, List.of(key))
                .orThrow("find the row")
                .get(key));
    }

    private static EntityWrite named(RowId row, long version, String name) {
        OptionalLong basedOn = version == 1 ? OptionalLong.empty() : OptionalLong.of(version - 1);
        return upsert(row, version, basedOn, columns("mig_name", name), Set.of("mig_name"));
    }

    private static EntityWrite file(RowId row, long version, String name) {
        byte[] content = name.getBytes(UTF_8);
        return Writes.file(row, version, CONTRACT, new FileContent.Carried(name, new Value.Bytes(content)));
    }

    private static EntityWrite numbered(RowId row, String number) {
        return upsert(row, 2, OptionalLong.of(1), columns("mig_number", number), Set.of("mig_number"));
    }

    private static EntityWrite replayed(RowId row, long version, String name) {
        WriteId id = new WriteId(new Cause.OfReplay("r1"), row, Part.ROW);
        return new EntityWrite.UpsertRow(
                id, version, OptionalLong.empty(), columns("mig_name", name), Map.of(), Set.of("mig_name"), "1");
    }

    private static RowTask task(
            EntityWrite write, Optional<UUID> guid, Optional<String> rowVersion, boolean untouched) {
        return new RowTask(merged(write, false), guid, 0, rowVersion, untouched);
    }

    private static MergedWrite merged(EntityWrite write, boolean inDoubt) {
        QueuedWrite queued = new QueuedWrite(write, Writes.PARTITION, 0, inDoubt, Tries.NONE);
        return new MergedWrite(write, queued, List.of(), inDoubt);
    }
}
