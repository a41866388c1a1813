package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.BatchSender;
import org.dataferry.sink.send.RowResult;

/** The workers: each sends one batch on a virtual thread, and puts what became of it where the loop takes it. */
final class Senders implements AutoCloseable {

    private final BatchSender sender;
    private final IntSupplier concurrency;
    private final HaltPoint.Observer observer;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("sink-send-", 0).factory());
    private final LinkedBlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private int underway;

    /** A batch and what became of it, or why that could not be told. */
    sealed interface Sent {
        record Answered(Batch batch, List<RowResult> results) implements Sent {}

        record Failed(Batch batch, Throwable cause) implements Sent {}
    }

    /** @param concurrency how many batches may be under way, as the lane says at the time */
    Senders(BatchSender sender, IntSupplier concurrency, HaltPoint.Observer observer) {
        this.sender = sender;
        this.concurrency = concurrency;
        this.observer = observer;
    }

    boolean hasRoom() {
        return underway < concurrency.getAsInt();
    }

    boolean isIdle() {
        return underway == 0;
    }

    void send(Batch batch) {
        underway++;
        workers.execute(() -> {
            try {
                observer.reached(HaltPoint.BEFORE_SEND);
                List<RowResult> results = sender.send(batch);
                observer.reached(HaltPoint.AFTER_SEND);
                sent.add(new Sent.Answered(batch, results));
            } catch (InterruptedException stopped) {
                sent.add(new Sent.Failed(batch, stopped));
            } catch (RuntimeException | Error broken) {
                sent.add(new Sent.Failed(batch, broken));
            }
        });
    }

    /** All batches that have come back, waiting for the first at most this long. */
    List<Sent.Answered> take(Duration patience) throws InterruptedException {
        List<Sent> back = new ArrayList<>();
        Sent first = sent.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            back.add(first);
            sent.drainTo(back);
        }
        List<Sent.Answered> answered = new ArrayList<>(back.size());
        for (Sent one : back) {
            underway--;
            switch (one) {
                case Sent.Answered done -> answered.add(done);
                case Sent.Failed(Batch batch, Throwable cause) ->
                    throw new SinkException(
                            "a batch of " + batch.rows().size() + " rows of " + batch.entity() + " could not be sent: "
                                    + cause.getMessage(),
                            cause);
            }
        }
        return answered;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
