package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.capture.EmbeddedSource.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

/**
 * A transaction that was open when capture ended is captured whole by the next one, whatever it wrote at the very place in the
 * log where the last captured transaction ended. Debezium's own search for the place to go on at loses what such a transaction
 * wrote before (seen with 3.6.1).
 */
class OpenTransactionIT {

    /** Others write to the log of the server too, now and then. */
    private static final int MOST_TRIES = 10;

    @Test
    void isCapturedWholeByTheNextCapture() throws Exception {
        EmbeddedSource source = EmbeddedSource.create("CREATE TABLE t (id integer PRIMARY KEY)");
        boolean met = false;
        for (int first = 1; !met && first < MOST_TRIES * 10; first += 10) {
            met = interrupted(source, first);
        }
        assertThat(met)
                .as("the open transaction wrote where the last captured one ended")
                .isTrue();
    }

    /** Whether the open transaction wrote at the place in question. */
    private static boolean interrupted(EmbeddedSource source, int first) throws Exception {
        try (Connection open = SourceServer.connect(source.address)) {
            open.setAutoCommit(false);
            try (CaptureProcess process = started(source)) {
                insert(open, first);
                try (Connection other = SourceServer.connect(source.address)) {
                    other.setAutoCommit(false);
                    insert(other, first + 9);
                    other.commit();
                }
                insert(open, first + 1);
                await(process, () -> has(source, first + 9));
            }
            insert(open, first + 2);
            open.commit();
        }
        try (CaptureProcess process = started(source)) {
            source.execute("INSERT INTO t VALUES (" + (first + 3) + ")");
            await(process, () -> has(source, first + 3));
        }
        assertThat(List.of(first, first + 1, first + 2))
                .allSatisfy(id -> assertThat(has(source, id)).isTrue());
        return source.events("t").stream()
                .filter(event -> event.id().key().equals(key(first + 1)))
                .map(event -> (SourcePosition.InLog) event.id().position())
                .anyMatch(position -> position.commitLsn() == position.lsn());
    }

    private static CaptureProcess started(EmbeddedSource source) throws InterruptedException {
        AtomicInteger streaming = new AtomicInteger();
        CaptureProcess process = source.processWithoutHeartbeats(
                new CaptureListener() {
                    @Override
                    public void streaming() {
                        streaming.incrementAndGet();
                    }
                },
                "t");
        process.start();
        await(process, () -> streaming.get() > 0);
        return process;
    }

    private static void insert(Connection connection, int id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t VALUES (" + id + ")");
        }
    }

    private static boolean has(EmbeddedSource source, int id) {
        return source.events("t").stream()
                .map(ChangeEvent::id)
                .anyMatch(event -> event.key().equals(key(id)));
    }

    private static SourceKey key(int id) {
        return SourceKey.of(Value.whole(id));
    }
}
