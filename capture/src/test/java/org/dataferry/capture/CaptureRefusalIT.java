package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.schemas.change.ChangeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where capture stops instead of losing something, and what it says then. */
class CaptureRefusalIT {

    @Test
    void stopsWhereTheSlotIsGoneAndReadsAllAgainOnlyWhenToldTo() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t SELECT generate_series(1, 10)");
        source.start("t").close();
        source.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active"
                + " AND database = current_database()");
        source.execute("DELETE FROM t WHERE id = 1");

        assertThatThrownBy(() -> source.start("t"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("slot")
                .hasMessageContaining("Choices");
        try (CaptureProcess process = source.process(CaptureListener.NONE, true, "t")) {
            process.start();
            assertThat(source.awaitEvents(process, "t", 19))
                    .filteredOn(event -> event.id().position().epoch() == 2)
                    .hasSize(9)
                    .allMatch(ChangeEvent.Snapshotted.class::isInstance);
        }
    }

    @Test
    void namesATableThatIsNotThere() throws Exception {
        EmbeddedSource source = EmbeddedSource.create("CREATE TABLE t (id integer PRIMARY KEY)");
        assertThatThrownBy(() -> source.start("missing"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("no table public.missing");
    }

    @Test
    void letsNoTwoProcessesCaptureOneSource() throws Exception {
        EmbeddedSource source = EmbeddedSource.create("CREATE TABLE t (id integer PRIMARY KEY)");
        ReplicationNames names = ReplicationNames.of("m", "s");
        try (SourceSession first = SourceSession.open(source.address, names, Duration.ZERO)) {
            assertThat(first.slots().find()).isEmpty();
            assertThatThrownBy(() -> SourceSession.open(source.address, names, Duration.ofMillis(100)))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("another process");
        }
        SourceSession.open(source.address, names, Duration.ZERO).close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE t SET price = 'NaN'            | NaN",
                "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (id, name); UPDATE t SET price = 2 | primary key",
                "UPDATE t SET price = 3                | REPLICA IDENTITY FULL",
            })
    void stopsAtAChangeThatItCannotWrite(String statements, String message) throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY, name varchar(10) NOT NULL, price numeric(10,2), list numeric[])",
                "ALTER TABLE t ALTER list SET STORAGE EXTERNAL",
                "INSERT INTO t VALUES (1, 'one', 1, array_fill(1.5, ARRAY[3000]))");
        try (CaptureProcess process = source.start("t")) {
            if (!message.contains("IDENTITY")) {
                source.execute("UPDATE t SET list = NULL");
            }
            source.execute(statements.split(";"));
            AtomicReference<CaptureException> stopped = new AtomicReference<>();
            long deadline = System.nanoTime() + EmbeddedSource.PATIENCE.toNanos();
            while (stopped.get() == null && System.nanoTime() < deadline) {
                try {
                    process.throwIfFailed();
                    Thread.sleep(5);
                } catch (CaptureException expected) {
                    stopped.set(expected);
                }
            }
            assertThat(stopped.get()).hasMessageContaining(message);
        }
    }
}
