package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.dataferry.schemas.words.Counted;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowSender;

/** Each worker sends one batch on a virtual thread, and puts what became of it where the loop takes it. */
final class Senders implements Workers {

    /** A worker that is interrupted comes back at once, unless the machine is very busy. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final RowSender sender;
    private final IntSupplier concurrency;
    private final HaltPoint.Observer observer;
    private final LinkedBlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final Map<Batch, Thread> workers = new IdentityHashMap<>();

    /** A batch and what became of it, or why that could not be told. */
    sealed interface Sent {
        Batch batch();

        record Answered(Batch batch, List<RowResult> results) implements Sent {}

        record Failed(Batch batch, Throwable cause) implements Sent {}
    }

    /** @param concurrency how many batches may be under way, as the lane says at the time */
    Senders(RowSender sender, IntSupplier concurrency, HaltPoint.Observer observer) {
        this.sender = sender;
        this.concurrency = concurrency;
        this.observer = observer;
    }

    @Override
    public int concurrency() {
        return concurrency.getAsInt();
    }

    @Override
    public int underway() {
        return workers.size();
    }

    @Override
    public void send(Batch batch) {
        workers.put(batch, Thread.ofVirtual().name("sink-send").start(() -> sent.add(outcome(batch))));
    }

    @Override
    public List<Sent.Answered> take(Duration patience) throws InterruptedException {
        List<Sent> back = new ArrayList<>();
        Sent first = sent.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            back.add(first);
            sent.drainTo(back);
        }
        List<Sent.Answered> answered = new ArrayList<>(back.size());
        for (Sent one : back) {
            workers.remove(one.batch());
            switch (one) {
                case Sent.Answered done -> answered.add(done);
                case Sent.Failed(Batch batch, Throwable cause) ->
                    throw new SinkException(
                            "a batch of " + Counted.of(batch.rows().size(), "row") + " of " + batch.entity()
                                    + " could not be sent: " + cause.getMessage(),
                            cause);
            }
        }
        return answered;
    }

    @Override
    public void cutOff(Predicate<Batch> unwanted) {
        workers.forEach((batch, worker) -> {
            if (unwanted.test(batch)) {
                worker.interrupt();
            }
        });
    }

    @Override
    public void close() {
        cutOff(any -> true);
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        try {
            for (Thread worker : workers.values()) {
                worker.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Sent outcome(Batch batch) {
        try {
            observer.reached(HaltPoint.BEFORE_SEND);
            List<RowResult> results = sender.send(batch);
            observer.reached(HaltPoint.AFTER_SEND);
            return new Sent.Answered(batch, results);
        } catch (InterruptedException cutOff) {
            RowResult lost = new RowResult.Lost("cut off, the partition has another owner now");
            return new Sent.Answered(batch, Collections.nCopies(batch.rows().size(), lost));
        } catch (RuntimeException | Error broken) {
            return new Sent.Failed(batch, broken);
        }
    }
}
