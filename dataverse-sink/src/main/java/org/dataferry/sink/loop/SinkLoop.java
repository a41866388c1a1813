package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.checkpoint.Checkpoint;
import org.dataferry.sink.checkpoint.PartitionWindow;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.RowQueues;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowTask;

/**
 * Decides, for all partitions that this instance owns, what is sent and what is recorded. One thread calls it; it does no
 * input or output itself.
 *
 * <ol>
 *   <li>Never two requests for one row that we still wait for, and one version per row per request.
 *   <li>A write that an earlier owner may have sent is held until no request of that owner can still commit, and read
 *       back before it is written.
 *   <li>Every write that was read gets exactly one outcome here, or stays in its window.
 * </ol>
 */
final class SinkLoop {

    private final Results results;
    private final Senders senders;
    private final Clock clock;
    private final Duration lateRequestHold;
    private final int windowLimit;
    private final RowQueues rows = new RowQueues();
    private final BatchBuilder batches;
    private final Map<TopicPartition, PartitionState> partitions = new HashMap<>();
    private final Map<RowId, MergedWrite> taken = new HashMap<>();
    private final PriorityQueue<Held> held = new PriorityQueue<>(Comparator.comparing(Held::until));

    /** A row that waits until a request that may still be under way can no longer commit. */
    private record Held(Instant until, MergedWrite merged) {}

    SinkLoop(Results results, Senders senders, Clock clock, Duration lateRequestHold, int windowLimit, int batchSize) {
        this.results = results;
        this.senders = senders;
        this.clock = clock;
        this.lateRequestHold = lateRequestHold;
        this.windowLimit = windowLimit;
        this.batches = new BatchBuilder(batchSize);
    }

    /**
     * Takes over a partition.
     *
     * @param end its end offset at this moment: nothing from there on can have been sent by an earlier owner
     */
    void assign(TopicPartition partition, Checkpoint resumedFrom, long end) {
        PartitionWindow window = new PartitionWindow(resumedFrom, windowLimit);
        long doubtEnd = resumedFrom.closed() ? resumedFrom.offset() : end;
        partitions.put(
                partition, new PartitionState(window, doubtEnd, clock.instant().plus(lateRequestHold)));
    }

    /** Gives partitions up; what is under way for them is forgotten, and its next owner finds it in doubt. */
    void revoke(Collection<TopicPartition> revoked) {
        Set<RowId> forgotten = new HashSet<>();
        taken.forEach((row, merged) -> {
            if (revoked.contains(merged.newest().partition())) {
                forgotten.add(row);
            }
        });
        forgotten.forEach(taken::remove);
        held.removeIf(waiting -> revoked.contains(waiting.merged().newest().partition()));
        batches.retain(task -> !revoked.contains(task.merged().newest().partition()));
        rows.drop(revoked, forgotten);
        revoked.forEach(partitions::remove);
    }

    void read(ConsumerRecord<String, EntityWrite> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        PartitionState state = partitions.get(partition);
        if (state != null && state.window().deliver(record.offset())) {
            boolean inDoubt = state.mayHaveBeenSent(record.offset());
            rows.add(new QueuedWrite(record.value(), partition, record.offset(), inDoubt));
        }
    }

    /** Sends what may go out, as far as the lane has room. */
    void dispatch() {
        Instant now = clock.instant();
        while (!held.isEmpty() && !held.peek().until().isAfter(now)) {
            judge(held.remove().merged());
        }
        for (Optional<MergedWrite> next = rows.take(); next.isPresent(); next = rows.take()) {
            begin(next.get(), now);
        }
        while (senders.hasRoom() && !batches.isEmpty()) {
            batches.next().ifPresent(senders::send);
        }
    }

    /** Records what became of a batch. */
    void answered(Batch batch, List<RowResult> outcomes) {
        for (int i = 0; i < batch.rows().size(); i++) {
            RowTask task = batch.rows().get(i);
            boolean stillOurs = taken.get(task.write().row()) == task.merged();
            if (stillOurs) {
                answered(task, outcomes.get(i));
            }
        }
    }

    /** The partitions of which no more is to be read for now. */
    Set<TopicPartition> full() {
        Set<TopicPartition> full = new HashSet<>();
        partitions.forEach((partition, state) -> {
            if (state.window().isFull()) {
                full.add(partition);
            }
        });
        return full;
    }

    Checkpoint checkpoint(TopicPartition partition, long position, boolean closed) {
        return partitions.get(partition).window().checkpoint(position, closed);
    }

    Set<TopicPartition> owned() {
        return Set.copyOf(partitions.keySet());
    }

    /**
     * Whether everything that was ever sent of a partition has its outcome, so that its checkpoint may be closed. Only
     * true while nothing at all is being sent.
     */
    boolean isSettled(TopicPartition partition) {
        PartitionState state = partitions.get(partition);
        boolean noneHeld = held.stream()
                .noneMatch(waiting -> waiting.merged().newest().partition().equals(partition));
        return senders.isIdle()
                && noneHeld
                && (state.window().isEmpty() || state.window().lowestUnfinished() >= state.doubtEnd());
    }

    private void begin(MergedWrite merged, Instant now) {
        RowId row = merged.write().row();
        taken.put(row, merged);
        for (QueuedWrite older : merged.superseded()) {
            settle(older, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
        }
        Instant until = partitions.get(merged.newest().partition()).heldUntil();
        if (merged.inDoubt() && until.isAfter(now)) {
            held.add(new Held(until, merged));
        } else {
            judge(merged);
        }
    }

    private void judge(MergedWrite merged) {
        switch (Verdict.of(merged, results.identityOf(merged.write().row()))) {
            case Verdict.Send(Action action, RowTask task) -> batches.add(action, task);
            case Verdict.Settled(Outcome outcome) -> finish(merged, outcome);
        }
    }

    private void answered(RowTask task, RowResult result) {
        MergedWrite merged = task.merged();
        RowId row = merged.write().row();
        Optional<Identity> known = results.identityOf(row);
        switch (result) {
            case RowResult.Done(Outcome.Effect effect, var guid) -> {
                Outcome.Effect told = told(effect, known);
                results.add(row, identity(effect, guid, merged.write().version(), known));
                finish(merged, new Outcome.Applied(told));
            }
            case RowResult.AlreadyDone ignored -> {
                results.add(row, new Identity.Deleted(merged.write().version()));
                finish(merged, new Outcome.AlreadyApplied());
            }
            case RowResult.Refused(var reason, String detail) -> {
                boolean noRow = known.isEmpty() || !(known.get() instanceof Identity.Present);
                if (noRow) {
                    results.add(row, new Identity.Rejected(merged.write().version()));
                }
                finish(merged, new Outcome.Rejected(reason, detail));
            }
            case RowResult.Unknown(boolean hold, String why) -> {
                MergedWrite doubted = merged.doubted();
                taken.put(row, doubted);
                held.add(new Held(hold ? clock.instant().plus(lateRequestHold) : clock.instant(), doubted));
            }
        }
    }

    /** An update that found out by key that our own lost create had made the row has created it, all in all. */
    private static Outcome.Effect told(Outcome.Effect effect, Optional<Identity> known) {
        boolean wasThere = known.isPresent() && known.get() instanceof Identity.Present;
        return effect == Outcome.Effect.UPDATED && !wasThere ? Outcome.Effect.CREATED : effect;
    }

    private static Identity identity(
            Outcome.Effect effect, Optional<java.util.UUID> guid, long version, Optional<Identity> known) {
        return switch (effect) {
            case DELETED -> new Identity.Deleted(version);
            case CREATED -> new Identity.Present(guid, version, Identity.Origin.CREATED_BY_FERRY);
            case UPDATED, LINKED, UNLINKED ->
                new Identity.Present(
                        guid,
                        version,
                        known.isPresent() && known.get() instanceof Identity.Present present
                                ? present.origin()
                                : Identity.Origin.CREATED_BY_FERRY);
        };
    }

    private void finish(MergedWrite merged, Outcome outcome) {
        RowId row = merged.write().row();
        settle(merged.newest(), outcome);
        taken.remove(row);
        rows.release(row);
    }

    private void settle(QueuedWrite write, Outcome outcome) {
        WriteId id = write.write().id();
        long version = write.write().version();
        results.add(new RecordedOutcome(id, version, outcome, RecordedOutcome.Stage.SINK, clock.instant()));
        partitions.get(write.partition()).window().finish(write.offset());
    }
}
