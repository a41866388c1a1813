package org.dataferry.sink.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.EmulatedTarget.ID_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.KEY_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.FileLimits;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.EmulatedTarget.StoredFile;
import org.dataferry.sink.testing.Writes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files, images and notes of rows that are there, from a folder and from writes, against the emulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FileSenderEmulatorTest {

    private static final String CONTRACT = "mig_contract";

    /** A block is 4 MB. */
    private static final int THREE_BLOCKS = 9 << 20;

    /** That the environment takes. */
    private static final int MOST_OF_A_NOTE = 10 << 20;

    private final Random random = new Random(1);

    private EmulatedTarget target;
    private TargetTables tables;
    private EntitySet orders;
    private Path files;
    private int rowsMade;

    @BeforeAll
    void makesTheTable(@TempDir Path folder) throws InterruptedException, IOException {
        files = Files.createDirectory(folder.resolve("files"));
        target = EmulatedTarget.start(
                folder.resolve("emulator"),
                settings -> settings.with(
                        "assumptions: {files: {maxAttachmentKilobytes: " + MOST_OF_A_NOTE / 1_024 + "}}"));
        target.makeOrders();
        target.makeFileColumns();
        tables = target.tables(ORDER, "annotation");
        orders = tables.table(ORDER).entitySet();
    }

    @AfterEach
    void clearsFaults() {
        target.clearFaults();
    }

    @AfterAll
    void stops() {
        target.close();
    }

    @Test
    void smallFileGoesInOneRequestUnderAnyName() throws InterruptedException, IOException {
        // given
        byte[] content = written("small.pdf", 100_000);
        RowTask order = order();
        long before = target.lastAnswered();

        // when
        RowResult result = send(order, inFolder("Vertrag Käse & Söhne.pdf", "small.pdf"));

        // then
        assertThat(result).isEqualTo(new RowResult.Done(Outcome.Effect.UPDATED, order.guid()));
        assertThat(target.answeredAfter(before)).hasSize(1);
        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("Vertrag Käse & Söhne.pdf", content));
    }

    @Test
    void largeFileGoesInBlocks() throws InterruptedException, IOException {
        byte[] content = written("large.bin", THREE_BLOCKS);
        RowTask order = order();
        long before = target.lastAnswered();

        RowResult result = send(order, inFolder("large.bin", "large.bin"));

        assertThat(result).isInstanceOf(RowResult.Done.class);
        assertThat(target.answeredAfter(before))
                .as("begin, three blocks, commit")
                .hasSize(5);
        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("large.bin", content));
    }

    @Test
    void blockWhoseAnswerIsLostIsSentAgainAndNoOther() throws InterruptedException, IOException {
        byte[] content = written("lost.bin", THREE_BLOCKS);
        RowTask order = order();
        target.fault("{\"effect\":\"dropAnswer\",\"path\":\"UploadBlock\",\"after\":1,\"count\":1}");
        long before = target.lastAnswered();

        RowResult result = send(order, inFolder("lost.bin", "lost.bin"));

        assertThat(result).isInstanceOf(RowResult.Done.class);
        assertThat(target.answeredAfter(before)).as("one block twice").hasSize(6);
        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("lost.bin", content));
    }

    @Test
    void throttledBlockIsSentAgainAndNoOther() throws InterruptedException, IOException {
        byte[] content = written("throttled.bin", THREE_BLOCKS);
        RowTask order = order();
        target.fault("{\"effect\":\"respond\",\"status\":429,\"code\":\"0x80072322\",\"retryAfter\":0,"
                + "\"path\":\"UploadBlock\",\"after\":2,\"count\":1}");
        long before = target.lastAnswered();

        RowResult result = send(order, inFolder("throttled.bin", "throttled.bin"));

        assertThat(result).isInstanceOf(RowResult.Done.class);
        assertThat(target.answeredAfter(before)).hasSize(6);
        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("throttled.bin", content));
    }

    @Test
    void lostCommitIsInDoubtAndDoneAgainIsHarmless() throws InterruptedException, IOException {
        byte[] content = written("commit.bin", THREE_BLOCKS);
        RowTask order = order();
        target.fault("{\"effect\":\"dropAnswer\",\"path\":\"CommitFileBlocksUpload\",\"count\":1}");

        assertThat(send(order, inFolder("commit.bin", "commit.bin"))).isInstanceOf(RowResult.Lost.class);
        assertThat(send(order, inFolder("commit.bin", "commit.bin"))).isInstanceOf(RowResult.Done.class);

        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("commit.bin", content));
    }

    @Test
    void sessionThatTheTargetEndedIsBegunAnewAFewTimes() throws InterruptedException, IOException {
        written("ended.bin", THREE_BLOCKS);
        target.fault("{\"effect\":\"respond\",\"status\":400,\"code\":\"0x80040203\",\"message\":\"no such session\","
                + "\"path\":\"UploadBlock\",\"count\":1}");

        assertThat(send(order(), inFolder("ended.bin", "ended.bin")))
                .isInstanceOfSatisfying(
                        RowResult.RolledBack.class,
                        undone -> assertThat(undone.why()).contains("no such session"));
    }

    @Test
    void contentOfAWriteIsSentAndRemovedAgain() throws InterruptedException {
        byte[] content = "in the row".getBytes(UTF_8);
        RowTask order = order();

        assertThat(send(order, new FileContent.Carried("note.txt", new Value.Bytes(content))))
                .isInstanceOf(RowResult.Done.class);
        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("note.txt", content));

        assertThat(send(order, FileContent.NONE)).isInstanceOf(RowResult.Done.class);
        assertThat(send(order, FileContent.NONE)).as("none is there any more").isInstanceOf(RowResult.Done.class);
        assertThat(row(order, CONTRACT + "_name").path(CONTRACT + "_name").isNull())
                .isTrue();
    }

    @Test
    void imageIsSetAsAFileIs() throws InterruptedException, IOException {
        RowTask order = order();
        byte[] png = png();
        Files.write(files.resolve("photo.png"), png);

        assertThat(send(order, "mig_photo", inFolder("photo.png", "photo.png"), plain()))
                .isInstanceOf(RowResult.Done.class);

        assertThat(row(order, "mig_photoid").path("mig_photoid").asText()).isNotEmpty();
    }

    @Test
    void noteHoldsTheFileInItsBody() throws InterruptedException, IOException {
        byte[] content = written("letter.pdf", 50_000);
        RowTask note = made("annotation", columns("subject", "a letter"));

        assertThat(send(note, "documentbody", inFolder("letter.pdf", "letter.pdf"), plain()))
                .isInstanceOf(RowResult.Done.class);

        JsonNode stored = row(note, "documentbody", "filename", "isdocument", "filesize");
        assertThat(Base64.getDecoder().decode(stored.path("documentbody").asText()))
                .isEqualTo(content);
        assertThat(stored.path("filename").asText()).isEqualTo("letter.pdf");
        assertThat(stored.path("filesize").asInt()).isEqualTo(content.length);

        assertThat(send(note, "documentbody", FileContent.NONE, plain())).isInstanceOf(RowResult.Done.class);
        assertThat(row(note, "documentbody", "filename", "isdocument", "filesize")
                        .path("documentbody")
                        .isNull())
                .isTrue();
    }

    @Test
    void largeFileOfANoteGoesInBlocks() throws InterruptedException, IOException {
        byte[] content = written("plan.pdf", THREE_BLOCKS);
        RowTask note = made("annotation", columns("subject", "a plan"));
        long before = target.lastAnswered();

        assertThat(send(note, "documentbody", inFolder("Plan Käse.pdf", "plan.pdf"), plain()))
                .isInstanceOf(RowResult.Done.class);

        assertThat(target.answeredAfter(before))
                .as("the environment's limit, begin, three blocks, a look whether it is there, commit")
                .hasSize(7);
        JsonNode stored = row(note, "documentbody", "filename", "mimetype", "filesize", "subject");
        assertThat(Base64.getDecoder().decode(stored.path("documentbody").asText()))
                .isEqualTo(content);
        assertThat(stored.path("filename").asText()).isEqualTo("Plan Käse.pdf");
        assertThat(stored.path("mimetype").asText()).isEqualTo("application/pdf");
        assertThat(stored.path("filesize").asInt()).isEqualTo(THREE_BLOCKS);
        assertThat(stored.path("subject").asText()).isEqualTo("a plan");
    }

    @Test
    void fileThatIsTooLargeForTheEnvironmentsNotesIsNotUploaded() throws InterruptedException, IOException {
        written("film.mp4", MOST_OF_A_NOTE + 1);
        RowTask note = made("annotation", columns("subject", "a film"));
        long before = target.lastAnswered();

        assertThat(refusal(send(note, "documentbody", inFolder("film.mp4", "film.mp4"), plain())))
                .contains("has 10485761 bytes, and the environment takes 10485760");

        assertThat(target.answeredAfter(before)).as("its limit").hasSize(1);
    }

    @Test
    void noteThatSomebodyRemovedIsNotMadeAnewByItsFile() throws InterruptedException, IOException {
        written("orphan.pdf", THREE_BLOCKS);
        RowId gone = Writes.row("annotation", "gone");
        UUID guid = UUID.randomUUID();
        RowTask note = new RowTask(merged(upsert(gone, 1, columns("subject", "x"))), Optional.of(guid), 1);
        long before = target.rows("annotation");

        assertThat(send(note, "documentbody", inFolder("orphan.pdf", "orphan.pdf"), plain()))
                .isEqualTo(new RowResult.Missing(gone, Optional.of(guid)));

        assertThat(target.rows("annotation")).isEqualTo(before);
    }

    @Test
    void uploadThatEndedInTheMiddleGoesOnThere() throws InterruptedException, IOException {
        byte[] content = written("resumed.bin", THREE_BLOCKS);
        RowTask order = order();
        endAfterTwoBlocks(order, "resumed.bin");
        long before = target.lastAnswered();

        assertThat(send(order, CONTRACT, inFolder("resumed.bin", "resumed.bin"), remembered()))
                .isInstanceOf(RowResult.Done.class);

        assertThat(target.answeredAfter(before)).as("the third block, commit").hasSize(2);
        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("resumed.bin", content));
        assertThat(Files.list(files.resolveSibling("uploads"))).isEmpty();
    }

    @Test
    void uploadThatGoesOnSendsWhatChangedInTheFileMeanwhile() throws InterruptedException, IOException {
        byte[] content = written("edited.bin", THREE_BLOCKS);
        RowTask order = order();
        endAfterTwoBlocks(order, "edited.bin");
        content[0]++;
        Files.write(files.resolve("edited.bin"), content);
        long before = target.lastAnswered();

        assertThat(send(order, CONTRACT, inFolder("edited.bin", "edited.bin"), remembered()))
                .isInstanceOf(RowResult.Done.class);

        assertThat(target.answeredAfter(before))
                .as("first and third block, commit")
                .hasSize(3);
        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("edited.bin", content));
    }

    @Test
    void uploadWhoseSessionIsRefusedIsBegunAnewAtOnce() throws InterruptedException, IOException {
        byte[] content = written("refused.bin", THREE_BLOCKS);
        RowTask order = order();
        endAfterTwoBlocks(order, "refused.bin");
        target.fault("{\"effect\":\"respond\",\"status\":400,\"code\":\"0x80040203\",\"message\":\"no such session\","
                + "\"path\":\"UploadBlock\",\"count\":1}");
        long before = target.lastAnswered();

        assertThat(send(order, CONTRACT, inFolder("refused.bin", "refused.bin"), remembered()))
                .isInstanceOf(RowResult.Done.class);

        assertThat(target.answeredAfter(before))
                .as("a refused block, begin, three blocks, commit")
                .hasSize(6);
        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("refused.bin", content));
    }

    @Test
    void lostCommitOfAWrittenDownUploadIsDoneAgain() throws InterruptedException, IOException {
        byte[] content = written("committed.bin", THREE_BLOCKS);
        RowTask order = order();
        target.fault("{\"effect\":\"dropAnswer\",\"path\":\"CommitFileBlocksUpload\",\"count\":1}");
        assertThat(send(order, CONTRACT, inFolder("committed.bin", "committed.bin"), remembered()))
                .isInstanceOf(RowResult.Lost.class);

        assertThat(send(order, CONTRACT, inFolder("committed.bin", "committed.bin"), remembered()))
                .isInstanceOf(RowResult.Done.class);

        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("committed.bin", content));
    }

    /** As far as the sink can tell: the answers to the third block are all lost. */
    private void endAfterTwoBlocks(RowTask order, String file) throws InterruptedException {
        target.fault("{\"effect\":\"dropRequest\",\"path\":\"UploadBlock\",\"after\":2,\"count\":5}");
        assertThat(send(order, CONTRACT, inFolder(file, file), remembered())).isInstanceOf(RowResult.Later.class);
        target.clearFaults();
    }

    @Test
    void blockedExtensionIsRefusedInTheTargetsWords() throws InterruptedException, IOException {
        written("tool.exe", 10);
        written("large.exe", THREE_BLOCKS);

        assertThat(refusal(send(order(), inFolder("tool.exe", "tool.exe")))).contains("0x80043e09");
        assertThat(refusal(send(order(), inFolder("large.exe", "large.exe")))).contains("0x80043e09");
    }

    @Test
    void fileThatTheColumnDoesNotTakeIsRefusedWithoutARequest() throws InterruptedException, IOException {
        written("huge.bin", (32 << 20) + 1);
        written("note.bin", 1_001);
        RowTask order = order();
        RowTask note = made("annotation", columns("subject", "too large"));
        long before = target.lastAnswered();

        assertThat(refusal(send(order, inFolder("huge.bin", "huge.bin")))).contains("33554433 bytes");
        assertThat(refusal(send(note, "documentbody", inFolder("note.bin", "note.bin"), noteOf(1_000))))
                .contains("1001 bytes");

        assertThat(target.answeredAfter(before)).isEmpty();
    }

    @Test
    void pathsThatLeaveTheFolderAreRefused() throws InterruptedException, IOException {
        Files.writeString(files.resolveSibling("secret.txt"), "secret");
        Files.createSymbolicLink(files.resolve("link.txt"), files.resolveSibling("secret.txt"));
        Files.createSymbolicLink(files.resolve("up"), files.getParent());
        RowTask order = order();
        long before = target.lastAnswered();

        for (String path : List.of(
                "../secret.txt",
                "a/../../secret.txt",
                files.resolveSibling("secret.txt").toString(),
                "link.txt",
                "up/secret.txt",
                ".",
                "missing.txt",
                "nul\0.txt")) {
            assertThat(send(order, inFolder("any.txt", path)))
                    .as(path)
                    .isInstanceOfSatisfying(
                            RowResult.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(RejectionReason.FILE_REFUSED));
        }

        assertThat(target.answeredAfter(before)).isEmpty();
    }

    @Test
    void folderThatIsNotThereRefusesNothing() throws InterruptedException {
        SinkFiles away = new SinkFiles(
                Optional.of(files.resolveSibling("not-mounted")), List.of(), FileLimits.defaults(), Optional.empty());

        assertThat(send(order(), CONTRACT, inFolder("any.txt", "any.txt"), away))
                .isInstanceOfSatisfying(
                        RowResult.Later.class, later -> assertThat(later.why()).contains("not-mounted"));
    }

    @Test
    void onlyCleanFilesAreSent() throws InterruptedException, IOException {
        byte[] clean = written("clean.bin", THREE_BLOCKS);
        Files.writeString(files.resolve("eicar.txt"), "EICAR");
        RowTask order = order();
        SinkFiles scanned = scannedBy("grep -q EICAR && echo 'stream: Eicar FOUND' && exit 1; exit 0");
        long before = target.lastAnswered();

        assertThat(refusal(send(order, CONTRACT, inFolder("eicar.txt", "eicar.txt"), scanned)))
                .contains("'eicar.txt'")
                .contains("stream: Eicar FOUND");
        assertThat(target.answeredAfter(before)).isEmpty();

        assertThat(send(order, CONTRACT, inFolder("clean.bin", "clean.bin"), scanned))
                .isInstanceOf(RowResult.Done.class);
        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("clean.bin", clean));
    }

    @Test
    void fileWithoutAVerdictWaits() throws InterruptedException, IOException {
        written("waits.bin", 10);
        RowTask order = order();
        long before = target.lastAnswered();

        assertThat(send(order, CONTRACT, inFolder("waits.bin", "waits.bin"), scannedBy("echo no database; exit 2")))
                .isInstanceOfSatisfying(
                        RowResult.Later.class, later -> assertThat(later.why()).contains("ended with 2: no database"));

        assertThat(target.answeredAfter(before)).isEmpty();
    }

    @Test
    void fileThatChangesAfterItsScanWaits() throws InterruptedException, IOException {
        Path file = files.resolve("swapped.bin");
        for (int size : List.of(10, THREE_BLOCKS)) {
            written("swapped.bin", size);
            RowTask order = order();
            // Another content of the same size and time, in the moment after the scanner has read it.
            SinkFiles swapping =
                    scannedBy("cat > /dev/null; touch -r '%1$s' '%1$s.time'; printf EICAR | dd of='%1$s' conv=notrunc"
                                    .formatted(file)
                            + " 2>/dev/null; touch -r '%1$s.time' '%1$s'; exit 0".formatted(file));

            assertThat(send(order, CONTRACT, inFolder("swapped.bin", "swapped.bin"), swapping))
                    .isInstanceOfSatisfying(
                            RowResult.Later.class,
                            later -> assertThat(later.why()).contains("changed while it was read"));
            assertThat(row(order, CONTRACT + "_name").path(CONTRACT + "_name").isNull())
                    .isTrue();
        }
    }

    @Test
    void rowThatIsNotThereIsToldAsMissing() throws InterruptedException, IOException {
        written("any.bin", 10);
        written("any-large.bin", THREE_BLOCKS);
        RowId gone = Writes.row(ORDER, "gone");
        RowTask byGuid = new RowTask(
                merged(Writes.file(gone, 2, CONTRACT, FileContent.NONE)), Optional.of(UUID.randomUUID()), 1);

        assertThat(send(byGuid, inFolder("any.bin", "any.bin"))).isEqualTo(new RowResult.Missing(gone, byGuid.guid()));
        assertThat(send(byGuid, inFolder("any-large.bin", "any-large.bin")))
                .isEqualTo(new RowResult.Missing(gone, byGuid.guid()));
        assertThat(send(new RowTask(byGuid.merged(), Optional.empty(), 1), inFolder("any.bin", "any.bin")))
                .isEqualTo(new RowResult.Missing(gone, Optional.empty()));
    }

    @Test
    void rowWithoutItsGuidIsFoundByItsKey() throws InterruptedException, IOException {
        byte[] content = written("by-key.bin", 10);
        RowTask order = order();

        assertThat(send(new RowTask(order.merged(), Optional.empty(), 1), inFolder("by-key.bin", "by-key.bin")))
                .isEqualTo(new RowResult.Done(Outcome.Effect.UPDATED, order.guid()));

        assertThat(stored(order, CONTRACT)).isEqualTo(new StoredFile("by-key.bin", content));
    }

    private byte[] written(String name, int size) throws IOException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        Files.write(files.resolve(name), content);
        return content;
    }

    private static FileContent inFolder(String name, String path) {
        return new FileContent.InFolder(name, path);
    }

    private SinkFiles plain() {
        return new SinkFiles(Optional.of(files), List.of(), FileLimits.defaults(), Optional.empty());
    }

    private SinkFiles scannedBy(String script) {
        return new SinkFiles(Optional.of(files), List.of("sh", "-c", script), FileLimits.defaults(), Optional.empty());
    }

    /** With uploads written down, as by a process that is killed and started again. */
    private SinkFiles remembered() {
        return new SinkFiles(
                Optional.of(files), List.of(), FileLimits.defaults(), Optional.of(files.resolveSibling("uploads")));
    }

    private SinkFiles noteOf(int bytes) {
        FileLimits some = FileLimits.defaults();
        return new SinkFiles(
                Optional.of(files),
                List.of(),
                new FileLimits(
                        some.carriedBytes(),
                        some.singleUploadBytes(),
                        bytes,
                        some.uploads(),
                        some.heldBytes(),
                        some.scanTimeout()),
                Optional.empty());
    }

    private RowResult send(RowTask row, FileContent content) throws InterruptedException {
        return send(row, CONTRACT, content, plain());
    }

    private RowResult send(RowTask row, String column, FileContent content, SinkFiles how) throws InterruptedException {
        BatchSender sender = new BatchSender(target.lane(), tables, KEY_COLUMN, ID_COLUMN, ChangeRules.NONE, how);
        MergedWrite write = merged(Writes.file(row.write().row(), 2, column, content));
        List<RowResult> results = sender.send(new Batch(
                row.write().row().entity(), Action.FILE, List.of(new RowTask(write, row.guid(), row.targetVersion()))));
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    private static String refusal(RowResult result) {
        assertThat(result).isInstanceOf(RowResult.Refused.class);
        RowResult.Refused refused = (RowResult.Refused) result;
        assertThat(refused.reason()).isEqualTo(RejectionReason.FILE_REFUSED);
        return refused.detail();
    }

    private RowTask order() throws InterruptedException {
        return made(ORDER, columns("mig_name", "with a file"));
    }

    private RowTask made(String entity, Map<String, Value> columns) throws InterruptedException {
        RowId row = Writes.row(entity, "row " + rowsMade++);
        MergedWrite create = merged(upsert(row, 1, columns));
        BatchSender sender =
                new BatchSender(target.lane(), tables, KEY_COLUMN, ID_COLUMN, ChangeRules.NONE, SinkFiles.none());
        RowResult made = sender.send(
                        new Batch(entity, Action.CREATE, List.of(new RowTask(create, Optional.empty(), 0))))
                .getFirst();
        assertThat(made).isInstanceOf(RowResult.Done.class);
        return new RowTask(create, ((RowResult.Done) made).guid(), 1);
    }

    private static MergedWrite merged(EntityWrite write) {
        QueuedWrite queued = new QueuedWrite(write, Writes.PARTITION, 0, false, Tries.NONE);
        return new MergedWrite(write, queued, List.of(), false);
    }

    private JsonNode row(RowTask task, String... columns) throws InterruptedException {
        EntitySet set = tables.table(task.write().row().entity()).entitySet();
        return target.lane()
                .reader()
                .row(set, new RowAddress.ById(task.guid().orElseThrow()), List.of(columns))
                .orThrow("read a row")
                .orElseThrow();
    }

    private StoredFile stored(RowTask task, String column) throws InterruptedException {
        return target.file(orders, task.guid().orElseThrow(), column);
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }
}
