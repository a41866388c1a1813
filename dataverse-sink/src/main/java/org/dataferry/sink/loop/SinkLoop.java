package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.value.EpochMicros;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.checkpoint.Checkpoint;
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
 *   <li>A patched lookup is sent only after the outcome of the version before it is in Kafka.
 *   <li>A row that Ferry did not make is written only after its old values are in Kafka; see {@link BeforeImages}.
 *   <li>Every write that was read gets exactly one outcome here, or stays in its window.
 * </ol>
 */
final class SinkLoop {

    private final Results results;
    private final BeforeImages images;
    private final Clock clock;
    private final Patience patience;
    private final Watchdog watchdog;
    private final OwnedPartitions partitions;
    private final RowQueues rows = new RowQueues();
    private final HeldWrites held = new HeldWrites();
    private final Outbox outbox;
    private final Map<RowId, MergedWrite> taken = new HashMap<>();
    private final AsideWrites aside = new AsideWrites();
    private final String begun;
    private Pauses pauses = Pauses.NONE;
    private long answered;

    SinkLoop(
            Results results,
            BeforeImages images,
            Outbox outbox,
            Clock clock,
            Patience patience,
            Watchdog watchdog,
            OwnedPartitions partitions) {
        this.results = results;
        this.images = images;
        this.outbox = outbox;
        this.clock = clock;
        this.patience = patience;
        this.watchdog = watchdog;
        this.partitions = partitions;
        this.begun = Long.toString(EpochMicros.of(clock.instant()), Character.MAX_RADIX);
    }

    /**
     * Takes over a partition.
     *
     * @param end what can be read of it at this moment: nothing from there on can have been sent by an earlier owner
     */
    void assign(TopicPartition partition, Checkpoint resumedFrom, long end) {
        partitions.assign(partition, resumedFrom, end, clock.instant());
    }

    /** Gives partitions up; what is under way for them is forgotten, and its next owner finds it in doubt. */
    void revoke(Collection<TopicPartition> revoked) {
        Set<RowId> forgotten = new HashSet<>();
        taken.forEach((row, merged) -> {
            if (revoked.contains(merged.partition())) {
                forgotten.add(row);
            }
        });
        forgotten.forEach(taken::remove);
        aside.forget(forgotten);
        images.forget(forgotten);
        held.drop(revoked);
        outbox.retain(task -> !revoked.contains(task.merged().partition()));
        rows.drop(revoked, forgotten);
        partitions.revoke(revoked);
    }

    /** @return false if it does not fit now; it is to be read again once the partition is not {@link #full} any more */
    boolean read(ConsumerRecord<String, EntityWrite> record) {
        return switch (partitions.deliver(record)) {
            case NEW -> {
                rows.add(partitions.queued(record));
                yield true;
            }
            case FINISHED -> true;
            case NO_ROOM -> false;
        };
    }

    /** From now on what is paused is not sent; what is under way is finished, and what is paused no longer goes on. */
    void pause(Pauses changed) {
        pauses = changed;
        aside.resumed();
        outbox.retain(this::goesOn);
    }

    private boolean goesOn(RowTask task) {
        boolean goes = !isPaused(task.merged());
        if (!goes) {
            aside.untilResumed(task.merged());
        }
        return goes;
    }

    private boolean isPaused(MergedWrite merged) {
        return pauses.entities().contains(merged.write().row().entity());
    }

    /** Sends what may go out, as far as the lane has room. */
    void dispatch() {
        Instant now = clock.instant();
        for (QueuedWrite due : held.due(now)) {
            taken.remove(due.write().row());
            rows.giveBack(due);
        }
        aside.takeReady().forEach(this::judge);
        int room = outbox.room();
        Optional<MergedWrite> next = rows.take(entity -> outbox.wants(entity, room));
        while (next.isPresent()) {
            begin(next.get(), now);
            next = rows.take(entity -> outbox.wants(entity, room));
        }
        outbox.send(now);
    }

    /** Has it told what gets nothing done, if anything does. */
    void watch() {
        if (watchdog.isDue()) {
            Map<String, Long> waiting = rows.sizes();
            taken.keySet().forEach(row -> waiting.merge(row.entity(), 1L, Long::sum));
            waiting.keySet().removeAll(pauses.entities());
            watchdog.look(waiting);
        }
    }

    /** Records what became of a batch. */
    void answered(Batch batch, List<RowResult> outcomes) {
        outbox.answered(batch, outcomes);
        double spread = spread(batch);
        Optional<String> id = Optional.of(begun + "-" + Long.toString(++answered, Character.MAX_RADIX));
        for (int i = 0; i < batch.rows().size(); i++) {
            RowTask task = batch.rows().get(i);
            boolean stillOurs = taken.get(task.write().row()) == task.merged();
            if (stillOurs) {
                conclude(task, outcomes.get(i), spread, id);
            }
        }
    }

    /** The partitions of which no more is to be read for now: rows of their entity wait that can be sent, or their window is full. */
    Set<TopicPartition> full() {
        int room = outbox.room();
        return partitions.full(entity -> outbox.isAhead(entity, rows.ready(entity), room), pauses.topics());
    }

    Checkpoint checkpoint(TopicPartition partition, long position, boolean closed) {
        return partitions.checkpoint(partition, position, closed);
    }

    /** The checkpoint is in Kafka now. */
    void committed(TopicPartition partition, Checkpoint checkpoint) {
        partitions.committed(partition, checkpoint);
    }

    /**
     * All results are in Kafka now: what waited for some of them goes on with the next {@link #dispatch}, and not before, as
     * partitions may be given up right after a commit, when no outcome may come any more.
     */
    void recorded() {
        aside.ready(images.committed());
        aside.recorded();
    }

    Set<TopicPartition> owned() {
        return partitions.all();
    }

    /**
     * Whether nothing of a partition is in doubt, so that its checkpoint may be closed: what has no outcome was certainly
     * not done. Only true while nothing at all is being sent.
     */
    boolean isSettled(TopicPartition partition) {
        boolean takenInDoubt = taken.values().stream()
                .anyMatch(merged -> merged.inDoubt() && merged.partition().equals(partition));
        return outbox.isIdle()
                && !takenInDoubt
                && !held.hasDoubts(partition)
                && !rows.hasDoubts(partition)
                && partitions.hasReadDoubts(partition);
    }

    private void begin(MergedWrite merged, Instant now) {
        taken.put(merged.write().row(), merged);
        for (QueuedWrite older : merged.superseded()) {
            settle(older, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED), Optional.empty());
        }
        Instant until = partitions.doubtsEndAt(merged.partition(), now);
        if (merged.inDoubt() && until.isAfter(now)) {
            held.add(merged.queued(true, merged.tries()), until);
        } else {
            judge(merged);
        }
    }

    private void judge(MergedWrite merged) {
        if (isPaused(merged)) {
            aside.untilResumed(merged);
            return;
        }
        // Other than a whole image it does not stand for the version before it, which a kill would have sent again,
        // over it.
        if (merged.write() instanceof EntityWrite.PatchLookup patch && results.isUncommitted(patch.row())) {
            aside.untilRecorded(merged);
            return;
        }
        Optional<Identity> known = results.identityOf(merged.write().row());
        switch (Verdict.of(merged, known)) {
            case Verdict.Send(Action action, RowTask task) -> {
                boolean keepsOld = action != Action.FILE && images.isDue(merged, known);
                outbox.add(keepsOld ? Action.READ_OLD : action, task, clock.instant());
            }
            case Verdict.Settled(Outcome outcome, Optional<Identity> identity) ->
                finish(merged, outcome, identity, Optional.empty());
        }
    }

    /** Another for each batch, and no chance in it, so that a simulation can be run again. */
    private static double spread(Batch batch) {
        return new SplittableRandom(batch.rows().getFirst().write().row().hashCode()).nextDouble();
    }

    private void conclude(RowTask task, RowResult result, double spread, Optional<String> batch) {
        conclude(
                task.merged(),
                Conclusion.of(task, result, results::identityOf, patience, spread, clock.instant()),
                batch);
    }

    private void conclude(MergedWrite merged, Conclusion conclusion, Optional<String> batch) {
        switch (conclusion) {
            case Conclusion.Found(Identity identity, Conclusion rest) -> {
                results.add(merged.write().row(), identity);
                conclude(merged, rest, batch);
            }
            case Conclusion.Settled(Outcome outcome, Optional<Identity> identity) ->
                finish(merged, outcome, identity, batch);
            case Conclusion.Bounced(Outcome.Bounced outcome, Optional<Identity> gone) -> {
                gone.ifPresent(known -> results.add(outcome.row(), known));
                finish(merged, outcome, Optional.empty(), batch);
            }
            case Conclusion.Read(Optional<BeforeImage> image)
            when image.isPresent() -> {
                results.add(image.get());
                images.read(merged);
            }
            case Conclusion.Read ignored -> {
                images.nothingToKeep(merged);
                judge(merged);
            }
            case Conclusion.Again(QueuedWrite write, Duration pause, String why) -> {
                watchdog.failed(
                        new Watchdog.Watched.OfEntity(write.write().row().entity()), why);
                held.add(write, clock.instant().plus(pause));
            }
        }
    }

    private void finish(MergedWrite merged, Outcome outcome, Optional<Identity> identity, Optional<String> batch) {
        RowId row = merged.write().row();
        identity.ifPresent(known -> results.add(row, known));
        settle(merged.newest(), outcome, batch);
        taken.remove(row);
        images.forget(Set.of(row));
        rows.release(row);
    }

    private void settle(QueuedWrite write, Outcome outcome, Optional<String> batch) {
        long version = write.write().version();
        watchdog.moved(new Watchdog.Watched.OfEntity(write.write().row().entity()));
        results.add(new RecordedOutcome(
                write.write().id(), version, outcome, RecordedOutcome.Stage.SINK, clock.instant(), batch));
        partitions.finish(write);
    }
}
