package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.loop.VerdictTest.merged;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowSender;
import org.dataferry.sink.send.RowTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class SendersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch answers = new CountDownLatch(1);

    private final RowSender waiting = batch -> {
        answers.await();
        return done(batch);
    };

    @Test
    void countsABatchAsUnderwayUntilItsResultsAreTaken() throws InterruptedException {
        List<HaltPoint> points = Collections.synchronizedList(new ArrayList<>());
        try (Senders senders = new Senders(waiting, () -> 4, points::add)) {
            Batch batch = batch("a");
            senders.send(batch);
            assertThat(senders.underway()).isEqualTo(1);
            assertThat(senders.take(Duration.ZERO)).isEmpty();

            answers.countDown();

            assertThat(senders.take(PATIENCE)).containsExactly(new Senders.Sent.Answered(batch, done(batch)));
            assertThat(senders.underway()).isZero();
            assertThat(points).containsExactly(HaltPoint.BEFORE_SEND, HaltPoint.AFTER_SEND);
        }
    }

    @Test
    void cutsOffOnlyWhatIsUnwantedAndCallsItLost() throws InterruptedException {
        try (Senders senders = new Senders(waiting, () -> 4, HaltPoint.Observer.NONE)) {
            Batch unwanted = batch("a");
            Batch wanted = batch("b");
            senders.send(unwanted);
            senders.send(wanted);

            senders.cutOff(batch -> batch == unwanted);

            List<Senders.Sent.Answered> cut = senders.take(PATIENCE);
            assertThat(cut).singleElement().satisfies(answered -> {
                assertThat(answered.batch()).isSameAs(unwanted);
                assertThat(answered.results()).hasOnlyElementsOfType(RowResult.Lost.class);
            });
            assertThat(senders.underway()).isEqualTo(1);
            answers.countDown();
            assertThat(senders.take(PATIENCE))
                    .extracting(Senders.Sent.Answered::batch)
                    .containsExactly(wanted);
        }
    }

    @Test
    void tellsWhatNoRowExplains() {
        RowSender broken = batch -> {
            throw new SinkException("the user is disabled");
        };
        try (Senders senders = new Senders(broken, () -> 4, HaltPoint.Observer.NONE)) {
            senders.send(batch("a"));

            assertThatThrownBy(() -> senders.take(PATIENCE))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("a batch of 1 row of account")
                    .hasMessageContaining("the user is disabled");
        }
    }

    @Test
    void endsItsWorkersWhenItCloses() {
        Senders senders = new Senders(waiting, () -> 4, HaltPoint.Observer.NONE);
        senders.send(batch("a"));
        long begin = System.nanoTime();

        senders.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    private static List<RowResult> done(Batch batch) {
        return Collections.nCopies(batch.rows().size(), new RowResult.AlreadyDone());
    }

    private static Batch batch(String key) {
        RowTask task = new RowTask(merged(queued(renamed(row(key), 1, "x"), 0)), Optional.empty(), 0);
        return new Batch("account", Action.CREATE, List.of(task));
    }
}
