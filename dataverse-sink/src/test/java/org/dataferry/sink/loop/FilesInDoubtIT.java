package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.Part;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.SinkMigration;
import org.dataferry.sink.testing.Writes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Uploads whose end is not known, through the whole sink: each has one outcome, and the target the content. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FilesInDoubtIT {

    private static final AtomicInteger MIGRATIONS = new AtomicInteger();

    /** A block is 4 MB. */
    private static final int THREE_BLOCKS = 9 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Random random = new Random(3);
    private EmulatedTarget target;
    private SinkMigration migration;
    private String name;

    @BeforeAll
    void startsTheTarget(@TempDir Path data) throws InterruptedException {
        target = EmulatedTarget.start(data);
        target.makeOrders();
        target.makeFileColumns();
    }

    @BeforeEach
    void beginsAMigration() {
        name = "files-it-" + MIGRATIONS.incrementAndGet();
        migration = new SinkMigration(name);
    }

    @AfterEach
    void endsTheMigration() {
        target.clearFaults();
        migration.close();
    }

    @AfterAll
    void stopsTheTarget() {
        target.close();
    }

    @Test
    void lostAnswerToACommitLeavesOneOutcomeAndTheFile() throws Exception {
        byte[] content = written("contract.bin");
        RowId order = row(ORDER, name);
        try (SinkProcess sink = start("state")) {
            migration.write(List.of(upsert(order, 1, columns("mig_name", "n"))));
            migration.awaitOutcomes(1, sink::throwIfFailed);
            target.fault("{\"effect\":\"dropAnswer\",\"path\":\"CommitFileBlocksUpload\",\"count\":1}");

            migration.write(List.of(file(order)));
            migration.awaitOutcomes(2, sink::throwIfFailed);
        }

        assertOneOutcomeOfTheFile();
        assertThat(stored(order)).isEqualTo(content);
    }

    @Test
    void uploadGoesOnWhereItWasWhenTheProcessIsStartedAgain() throws Exception {
        byte[] content = written("contract.bin");
        RowId order = row(ORDER, name);
        endInTheThirdBlock(order);

        target.count("UploadBlock");
        try (SinkProcess again = start("state")) {
            migration.awaitOutcomes(2, again::throwIfFailed);
        }

        assertThat(target.matched()).as("blocks that are sent again").isEqualTo(1);
        assertOneOutcomeOfTheFile();
        assertThat(stored(order)).isEqualTo(content);
    }

    @Test
    void uploadBeginsAnewInAnotherProcess() throws Exception {
        byte[] content = written("contract.bin");
        RowId order = row(ORDER, name);
        endInTheThirdBlock(order);

        target.count("UploadBlock");
        try (SinkProcess another = start("another")) {
            migration.awaitOutcomes(2, another::throwIfFailed);
        }

        assertThat(target.matched()).isEqualTo(3);
        assertOneOutcomeOfTheFile();
        assertThat(stored(order)).isEqualTo(content);
    }

    /** The third block takes longer than a process waits that is told to stop. */
    private void endInTheThirdBlock(RowId order) throws InterruptedException {
        try (SinkProcess sink = start("state")) {
            migration.write(List.of(upsert(order, 1, columns("mig_name", "n"))));
            migration.awaitOutcomes(1, sink::throwIfFailed);
            target.fault("{\"effect\":\"delay\",\"millis\":9000,\"path\":\"UploadBlock\",\"after\":2,\"count\":1}");
            migration.write(List.of(file(order)));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (target.matched() < 3) {
                sink.throwIfFailed();
                assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
                Thread.sleep(20);
            }
        }
        target.clearFaults();
        assertThat(migration.outcomes()).hasSize(1);
    }

    private SinkProcess start(String state) {
        Path files = folder.resolve("files");
        SinkProcess sink = new SinkProcess(
                migration.settings(target, files, folder.resolve(name).resolve(state)),
                migration.avro(),
                HaltPoint.Observer.NONE);
        sink.start();
        return sink;
    }

    private static EntityWrite file(RowId order) {
        return Writes.file(order, 2, "mig_contract", new FileContent.InFolder("contract.bin", "contract.bin"));
    }

    private byte[] written(String file) throws IOException {
        byte[] content = new byte[THREE_BLOCKS];
        random.nextBytes(content);
        Files.createDirectories(folder.resolve("files"));
        Files.write(folder.resolve("files").resolve(file), content);
        return content;
    }

    private void assertOneOutcomeOfTheFile() {
        assertThat(migration.outcomes())
                .filteredOn(outcome -> outcome.write().part() == Part.FILE)
                .extracting(RecordedOutcome::outcome)
                .containsExactly(new Outcome.Applied(Outcome.Effect.UPDATED));
    }

    private byte[] stored(RowId order) throws InterruptedException {
        Identity.Present present = (Identity.Present) migration.identities().get(order.text());
        return target.file(
                        target.lane().metadata().entitySets().get(ORDER),
                        present.guid().orElseThrow(),
                        "mig_contract")
                .content();
    }
}
