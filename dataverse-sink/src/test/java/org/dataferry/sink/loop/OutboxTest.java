package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.loop.VerdictTest.merged;
import static org.dataferry.sink.testing.Writes.PARTITION;
import static org.dataferry.sink.testing.Writes.file;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowTask;
import org.junit.jupiter.api.Test;

/** Nothing in it keeps anything else waiting for long. */
final class OutboxTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private final Places places = new Places();
    private final Outbox outbox = new Outbox(places, BatchSizes.fixed(8), new FileQueue(4));

    /** A lane whose answers come when the test says so. */
    private static final class Places implements Outlet {
        private final List<Batch> underway = new ArrayList<>();
        private final List<Batch> sent = new ArrayList<>();
        private int concurrency = 2;

        @Override
        public int concurrency() {
            return concurrency;
        }

        @Override
        public int underway() {
            return underway.size();
        }

        @Override
        public void send(Batch batch) {
            underway.add(batch);
            sent.add(batch);
        }
    }

    private void answer(Batch batch) {
        places.underway.remove(batch);
        outbox.answered(batch, List.of());
    }

    private long sent(Action action) {
        return places.sent.stream().filter(batch -> batch.action() == action).count();
    }

    private void addRows(String entity, int count) {
        for (int i = 0; i < count; i++) {
            add(Action.CREATE, renamed(row(entity, "r" + i + " " + places.sent.size()), 1, "x"));
        }
    }

    private void add(Action action, EntityWrite write) {
        QueuedWrite queued = new QueuedWrite(write, PARTITION, 0, false, Tries.NONE);
        outbox.add(action, new RowTask(merged(queued), Optional.empty(), 0), NOW);
    }

    private void addFiles(int count) {
        for (int i = 0; i < count; i++) {
            FileContent content = new FileContent.InFolder("name", "path");
            add(Action.FILE, file(row("account", "f" + i), 2, "contract", content));
        }
    }

    @Test
    void filesTakeNoPlaceOfRows() {
        for (int concurrency = 1; concurrency <= 4; concurrency++) {
            places.concurrency = concurrency;
            addFiles(10);
            addRows("table" + concurrency, 1);

            outbox.send(NOW);

            assertThat(sent(Action.CREATE)).as("with %d at a time", concurrency).isEqualTo(concurrency);
            List.copyOf(places.underway).stream()
                    .filter(batch -> batch.action() == Action.CREATE)
                    .forEach(this::answer);
        }
        assertThat(sent(Action.FILE)).isPositive();
    }

    @Test
    void aTableThatIsWarmedUpKeepsNoOtherWaiting() {
        addRows("account", 100);
        outbox.send(NOW);
        assertThat(places.sent).extracting(Batch::entity).containsExactly("account");

        assertThat(outbox.wants("account", outbox.room())).isFalse();
        assertThat(outbox.wants("contact", outbox.room())).isTrue();
        addRows("contact", 8);
        outbox.send(NOW);

        assertThat(places.sent).extracting(Batch::entity).containsExactly("account", "contact");
    }

    @Test
    void aFewRowsGoBesideALoadThatNeverEnds() {
        addRows("account", 8);
        outbox.send(NOW);
        answer(places.sent.getFirst());
        addRows("account", 80);
        add(Action.PATCH, renamed(row("contact", "a few"), 1, "x"));
        outbox.send(NOW);
        for (int answers = 0; answers < 5; answers++) {
            answer(places.underway.getFirst());
            addRows("account", 8);
            outbox.send(NOW.plusSeconds(2));
        }

        assertThat(sent(Action.PATCH)).isEqualTo(1);
    }
}
