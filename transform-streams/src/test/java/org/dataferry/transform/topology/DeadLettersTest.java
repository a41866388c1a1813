package org.dataferry.transform.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.TestSource.at;

import java.nio.file.Path;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.topic.DeadLetters;
import org.dataferry.schemas.write.FanOut;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

    @TempDir
    private Path directory;

    private MigrationDriver migration;

    @BeforeEach
    void start() {
        migration = new MigrationDriver(directory, new TestMapping("account", CUSTOMERS));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void unreadableRecordIsBuriedAsItCame() {
        byte[] key = {(byte) 0xC3, 0x28};
        byte[] value = {1, 2, 3};

        migration.change(
                CUSTOMERS, new TestRecord<>(key, value, new RecordHeaders().add("own", "kept".getBytes(UTF_8))));

        TestRecord<byte[], byte[]> letter = assertBuried("its key is not UTF-8");
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, "own")).isEqualTo("kept");
        assertThat(header(letter, "ferry-stage")).isEqualTo("transform-streams");
        assertThat(header(letter, "ferry-topic"))
                .isEqualTo(migration.topics.changes(CUSTOMERS).name());
        assertThat(header(letter, "ferry-partition")).isEqualTo("0");
        assertThat(header(letter, "ferry-offset")).isEqualTo("0");
        assertThat(DeadLetters.rebuildOf(letter.headers())).isEqualTo(migration.topics.rebuild());
    }

    @Test
    void recordWithoutAKeyIsBuriedWithoutOne() {
        TestRecord<byte[], byte[]> good = migration.source.row("c", 7, at(1, 1), "a", null);

        migration.change(CUSTOMERS, new TestRecord<>(null, good.value(), good.headers()));

        assertThat(assertBuried("has no key").key()).isNull();
    }

    @Test
    void positionOfALogAmongDumpsIsBuriedAndTheNextChangeIsTaken() {
        migration.change(CUSTOMERS, migration.source.row("c", 7, at(1, 1), "a", null));
        migration.fanOuts();
        migration.writes("account");

        migration.change(CUSTOMERS, migration.source.row("u", 7, new SourcePosition.InDump(1, 1), "b", null));
        assertBuried("of a log and of dumps: d1.1 and l1.1.0.0");

        migration.change(CUSTOMERS, migration.source.row("u", 7, at(1, 2), "c", null));
        assertThat(migration.write("account").version()).isEqualTo(2);
    }

    @Test
    void recordOfATopicThatIsNoTablesIsBuried() {
        migration.changeIn("m.changes.stray", migration.source.row("c", 7, at(1, 1), "a", null));

        assertBuried("not that of a table");
    }

    /** What replays of dead letters count on. */
    @Test
    void oneThatIsPublishedAgainIsTakenUnlessSomethingOfItsRowCameSince() {
        migration.change(CUSTOMERS, migration.source.row("c", 7, at(1, 1), "a", null));
        migration.fanOuts();
        migration.writes("account");
        TestRecord<byte[], byte[]> update = migration.source.row("u", 7, at(1, 2), "b", null);
        migration.change(CUSTOMERS, new TestRecord<>(update.key(), new byte[] {1}, update.headers()));
        assertBuried("");

        migration.change(CUSTOMERS, update);
        assertThat(migration.fanOuts()).singleElement().isInstanceOf(FanOut.Announced.class);
        assertThat(migration.write("account").version()).isEqualTo(2);

        migration.change(CUSTOMERS, migration.source.row("u", 7, at(1, 4), "d", null));
        migration.fanOuts();
        migration.writes("account");
        migration.change(CUSTOMERS, migration.source.row("u", 7, at(1, 3), "c", null));
        assertThat(migration.fanOuts()).singleElement().isInstanceOf(FanOut.Redelivered.class);
        assertThat(migration.writes("account")).isEmpty();
    }

    private TestRecord<byte[], byte[]> assertBuried(String reason) {
        var letters = migration.deadLetters();
        assertThat(letters).hasSize(1);
        assertThat(header(letters.getFirst(), "ferry-reason")).contains(reason);
        assertThat(migration.fanOuts()).isEmpty();
        assertThat(migration.writes("account")).isEmpty();
        return letters.getFirst();
    }

    private static @Nullable String header(TestRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
