package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.capture.EmbeddedSource.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.Optional;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.control.SourceEvent.GapDecided;
import org.dataferry.schemas.control.SourceEvent.GapDecided.Choice;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

/** Where changes are lost, and what people can decide then. */
class GapIT {

    private static final String SLOT =
            "(SELECT slot_name FROM pg_replication_slots WHERE database = current_database())";

    @Test
    void stopsWhereSomebodyMovedTheSlotAndGoesOnBehindItOnlyWhenToldTo() throws Exception {
        EmbeddedSource source = captured();
        source.execute(
                "INSERT INTO t VALUES (2)",
                "SELECT pg_replication_slot_advance(" + SLOT + ", pg_current_wal_lsn())",
                "INSERT INTO t VALUES (3)");

        assertThatThrownBy(() -> source.start("t"))
                .isInstanceOf(DecisionNeededException.class)
                .hasMessageContaining("ahead of what was captured")
                .hasMessageContaining("--accept-gap");
        assertThatThrownBy(() -> source.start("t")).isInstanceOf(DecisionNeededException.class);

        accepts(source);
        assertThat(keys(source)).containsExactlyInAnyOrder(1, 3, 4);
        assertThat(source.events("t"))
                .extracting(event -> event.id().position().epoch())
                .containsExactlyInAnyOrder(1, 2, 2);
        // What was decided holds once.
        goesOn(source);
    }

    @Test
    void stopsWhereTheSourceTookItsLogAway() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_slot_wal_keep_size", "1MB")
                .start()) {
            SourceAddress address = new SourceAddress(
                    "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", "postgres");
            EmbeddedSource source = captured(EmbeddedSource.on(address));
            source.execute("INSERT INTO t VALUES (2)");
            long deadline = System.nanoTime() + EmbeddedSource.PATIENCE.toNanos();
            while (!SourceServer.isTrue(address, "SELECT wal_status = 'lost' FROM pg_replication_slots")) {
                assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
                source.execute(
                        "SELECT pg_logical_emit_message(false, 'x', 'x')", "SELECT pg_switch_wal()", "CHECKPOINT");
            }

            assertThatThrownBy(() -> source.start("t"))
                    .isInstanceOf(DecisionNeededException.class)
                    .hasMessageContaining("wal_removed");
            accepts(source);
            assertThat(keys(source)).containsExactlyInAnyOrder(1, 4);
        }
    }

    @Test
    void readsAllAgainWhereThatIsDecidedAndWritesDownWhoDidItAndWhy() throws Exception {
        EmbeddedSource source = captured();
        source.execute("INSERT INTO t VALUES (2)", "SELECT pg_drop_replication_slot(" + SLOT + ")");
        source.decision = Optional.of(new GapDecision(Choice.RESNAPSHOT, "ann", "the slot was dropped by mistake"));
        try (CaptureProcess process = source.start("t")) {
            source.awaitEvents(process, "t", 3);
        }
        assertThat(source.decisions(GapDecided.class)).singleElement().satisfies(decided -> {
            assertThat(decided.choice()).isEqualTo(Choice.RESNAPSHOT);
            assertThat(decided.by()).isEqualTo("ann");
            assertThat(decided.why()).isEqualTo("the slot was dropped by mistake");
            assertThat(decided.gap()).contains("is gone");
        });
    }

    @Test
    void acceptsNoGapWhereThereIsNone() throws Exception {
        EmbeddedSource source = captured();
        source.decision = Optional.of(new GapDecision(Choice.ACCEPT_GAP, "ann", "just in case"));

        assertThatThrownBy(() -> source.start("t"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("no gap to accept");
        assertThat(source.decisions(GapDecided.class)).isEmpty();
    }

    /** A source of which a row and a change were captured, by a process that has ended. */
    private static EmbeddedSource captured() throws Exception {
        return captured(EmbeddedSource.create());
    }

    private static EmbeddedSource captured(EmbeddedSource source) throws Exception {
        source.execute("CREATE TABLE t (id integer PRIMARY KEY)");
        try (CaptureProcess process = source.start("t")) {
            source.execute("INSERT INTO t VALUES (1)");
            source.awaitEvents(process, "t", 1);
        }
        return source;
    }

    private static void accepts(EmbeddedSource source) throws Exception {
        source.decision = Optional.of(new GapDecision(Choice.ACCEPT_GAP, "ann", "nobody minds"));
        try (CaptureProcess process = source.start("t")) {
            source.execute("INSERT INTO t VALUES (4)");
            await(process, () -> keys(source).contains(4));
        }
        source.decision = Optional.empty();
        assertThat(source.decisions(GapDecided.class)).singleElement().satisfies(decided -> {
            assertThat(decided.choice()).isEqualTo(Choice.ACCEPT_GAP);
            assertThat(decided.to()).isGreaterThan(decided.from());
        });
    }

    private static void goesOn(EmbeddedSource source) throws Exception {
        try (CaptureProcess process = source.start("t")) {
            source.execute("INSERT INTO t VALUES (5)");
            await(process, () -> keys(source).contains(5));
        }
    }

    private static List<Integer> keys(EmbeddedSource source) {
        return source.events("t").stream()
                .map(ChangeEvent::id)
                .map(id -> (int) ((Value.Whole) id.key().components().getFirst()).value())
                .distinct()
                .toList();
    }
}
