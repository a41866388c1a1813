package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowSender;
import org.dataferry.sink.send.RowTask;

/** Sends batches in the caller's thread, in any order and at any time, and watches that each row only gets newer. */
final class SimulatedWorkers implements Workers {

    /** Of a batch that is cut off: it may be all of them. */
    private static final int MOST_REQUESTS = 5;

    private final RowSender sender;
    private final SimulatedDataverse dataverse;
    private final ManualClock clock;
    private final SimulatedChance chance;
    private final int concurrency;
    private final Newest newest;
    private final List<Batch> underway = new ArrayList<>();
    private final List<Senders.Sent.Answered> back = new ArrayList<>();

    /** The newest version that was written of each row, and of its state, by any sink. */
    static final class Newest {
        private final Map<RowId, Long> versions = new HashMap<>();
        private final Map<RowId, Long> states = new HashMap<>();

        private void done(EntityWrite write) {
            Map<RowId, Long> known = write instanceof EntityWrite.SetState ? states : versions;
            long before = known.getOrDefault(write.row(), 0L);
            if (write.version() < before) {
                throw new AssertionError("version " + before + " is overwritten by " + write);
            }
            known.put(write.row(), write.version());
        }
    }

    SimulatedWorkers(
            RowSender sender,
            SimulatedDataverse dataverse,
            ManualClock clock,
            SimulatedChance chance,
            int concurrency,
            Newest newest) {
        this.sender = sender;
        this.dataverse = dataverse;
        this.clock = clock;
        this.chance = chance;
        this.concurrency = concurrency;
        this.newest = newest;
    }

    @Override
    public int concurrency() {
        return concurrency;
    }

    @Override
    public int underway() {
        return underway.size() + back.size();
    }

    @Override
    public void send(Batch batch) {
        Set<RowId> busy = new HashSet<>();
        underway.forEach(
                other -> other.rows().forEach(row -> busy.add(row.write().row())));
        for (RowTask task : batch.rows()) {
            if (!busy.add(task.write().row())) {
                throw new AssertionError("a second request for " + task.write() + " while one is under way");
            }
        }
        underway.add(batch);
    }

    @Override
    public List<Senders.Sent.Answered> take(Duration patience) throws InterruptedException {
        while (!underway.isEmpty() && (chance.isOver() || chance.random().nextBoolean())) {
            Batch batch = underway.remove(chance.random().nextInt(underway.size()));
            List<RowResult> results = sender.send(batch);
            watch(batch, results);
            back.add(new Senders.Sent.Answered(batch, results));
        }
        if (back.isEmpty()) {
            clock.advance(patience);
            dataverse.pass();
        }
        List<Senders.Sent.Answered> taken = List.copyOf(back);
        back.clear();
        return taken;
    }

    @Override
    public void cutOff(Predicate<Batch> unwanted) {
        for (Batch batch : List.copyOf(underway)) {
            if (unwanted.test(batch)) {
                underway.remove(batch);
                back.add(new Senders.Sent.Answered(batch, cutOff(batch)));
            }
        }
    }

    @Override
    public void close() {
        cutOff(any -> true);
        back.clear();
    }

    private List<RowResult> cutOff(Batch batch) {
        dataverse.interruptAfter(chance.random().nextInt(MOST_REQUESTS));
        try {
            List<RowResult> results = sender.send(batch);
            watch(batch, results);
            return results;
        } catch (InterruptedException cut) {
            RowResult lost = new RowResult.Lost("cut off");
            return Collections.nCopies(batch.rows().size(), lost);
        } finally {
            dataverse.interruptNever();
        }
    }

    private void watch(Batch batch, List<RowResult> results) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof RowResult.Done) {
                newest.done(batch.rows().get(i).write());
            }
        }
    }
}
