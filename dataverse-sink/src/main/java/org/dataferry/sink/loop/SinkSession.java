package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.checkpoint.Checkpoint;
import org.dataferry.sink.identity.IdentityTopicReader;
import org.dataferry.sink.send.RowResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the loop: joins the group, reads, lets the loop decide, and commits. Ends when it is told to, or with the
 * first failure; the next life begins from what was committed, as after a kill.
 */
final class SinkSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkSession.class);

    /** While nothing is under way; a record that comes ends the wait. */
    private static final Duration IDLE_POLL = Duration.ofMillis(50);

    /** While something is under way; an answer that comes ends the wait. */
    private static final Duration BUSY_WAIT = Duration.ofMillis(5);

    /** How long requests under way are awaited when partitions go; the rest is found in doubt by the next owner. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    /** A rebalance takes part of a second, and every turn that commits also polls; ten in a row are no rebalance. */
    private static final int MOST_COMMITS_REFUSED = 10;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<String, EntityWrite> consumer;
    private final OutcomeTransactions transactions;
    private final IdentityTopicReader identities;
    private final Function<Collection<TopicPartition>, Map<TopicPartition, Long>> ends;
    private final SinkLoop loop;
    private final Workers workers;
    private final Results results;
    private final Duration commitInterval;
    private final Clock clock;
    private final Map<TopicPartition, Checkpoint> committed = new HashMap<>();
    private long lastCommitMillis;
    private int commitsRefused;
    private boolean ended;

    /** @param ends how far a reader of committed records can have come in each partition */
    SinkSession(
            Consumer<String, EntityWrite> consumer,
            OutcomeTransactions transactions,
            IdentityTopicReader identities,
            Function<Collection<TopicPartition>, Map<TopicPartition, Long>> ends,
            SinkLoop loop,
            Workers workers,
            Results results,
            Duration commitInterval,
            Clock clock) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.identities = identities;
        this.ends = ends;
        this.loop = loop;
        this.workers = workers;
        this.results = results;
        this.commitInterval = commitInterval;
        this.clock = clock;
    }

    void join(Collection<String> topics) {
        consumer.subscribe(topics, new Handover());
    }

    /** Nobody owns these partitions: has the group share out anew, by asking for the round of a rebalance that nobody asked for. */
    void reclaim(Set<TopicPartition> abandoned) {
        LOG.warn("Partitions have no owner, the sinks share out anew partitions={}", abandoned);
        consumer.enforceRebalance("partitions without an owner");
    }

    /** One turn: read, decide, send, record. */
    void turn() throws InterruptedException {
        boolean busy = workers.underway() > 0;
        read(consumer.poll(busy ? Duration.ZERO : IDLE_POLL));
        loop.dispatch();
        takeAnswers(workers.underway() > 0 ? BUSY_WAIT : Duration.ZERO);
        loop.dispatch();
        loop.watch();
        Set<TopicPartition> full = loop.full();
        consumer.resume(consumer.paused().stream()
                .filter(partition -> !full.contains(partition))
                .toList());
        consumer.pause(full);
        if (clock.millis() - lastCommitMillis >= commitInterval.toMillis()) {
            tolerate(commit(Set.of()));
        }
    }

    /** Finishes what is under way, as far as it comes back in time, and closes the checkpoints of what is settled. */
    void leave() throws InterruptedException {
        drain();
        if (!commit(loop.owned())) {
            LOG.info("Sink leaves during a rebalance, the next owner finds its last writes in doubt");
        }
    }

    /** Commits nothing: what {@link #leave} did not record is found in doubt, as after a kill. */
    @Override
    public void close() {
        ended = true;
        workers.close();
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    private void read(ConsumerRecords<String, EntityWrite> records) {
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<String, EntityWrite> record : records.records(partition)) {
                if (!loop.read(record)) {
                    consumer.seek(partition, record.offset());
                    break;
                }
            }
        }
    }

    private void takeAnswers(Duration patience) throws InterruptedException {
        List<Senders.Sent.Answered> all = workers.take(patience);
        // A missing row may be another instance's, which may have made it again since; only what is known now is
        // judged.
        if (all.stream()
                .flatMap(answered -> answered.results().stream())
                .anyMatch(RowResult.Missing.class::isInstance)) {
            identities.catchUp();
        }
        for (Senders.Sent.Answered answered : all) {
            loop.answered(answered.batch(), answered.results());
        }
    }

    private void drain() throws InterruptedException {
        Instant deadline = clock.instant().plus(DRAIN_TIMEOUT);
        while (workers.underway() > 0 && clock.instant().isBefore(deadline)) {
            takeAnswers(BUSY_WAIT);
        }
    }

    /** A commit that falls into a rebalance is made again once the next poll has taken part in it. */
    private void tolerate(boolean committed) {
        commitsRefused = committed ? 0 : commitsRefused + 1;
        if (commitsRefused > MOST_COMMITS_REFUSED) {
            throw new CommitFailedException("the group refused " + commitsRefused + " commits one after the other");
        }
    }

    /**
     * @param closing partitions that are given up after this commit
     * @return false if the group did not take it
     */
    private boolean commit(Collection<TopicPartition> closing) {
        lastCommitMillis = clock.millis();
        Map<TopicPartition, Checkpoint> moved = new HashMap<>();
        for (TopicPartition partition : loop.owned()) {
            boolean closed = closing.contains(partition) && loop.isSettled(partition);
            Checkpoint now = loop.checkpoint(partition, consumer.position(partition), closed);
            if (!now.equals(committed.get(partition))) {
                moved.put(partition, now);
            }
        }
        if (moved.isEmpty() && results.isEmpty()) {
            return true;
        }
        boolean taken = transactions.commit(results, offsets(moved), consumer.groupMetadata());
        if (taken) {
            committed.putAll(moved);
            moved.forEach(loop::committed);
            loop.recorded();
        }
        return taken;
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<TopicPartition, Checkpoint> checkpoints) {
        return checkpoints.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new OffsetAndMetadata(
                                entry.getValue().offset(), entry.getValue().metadata())));
    }

    /** What happens when partitions come and go; called by the consumer within a poll, in the loop's thread. */
    private final class Handover implements ConsumerRebalanceListener {

        /**
         * Identities are read to the end, and the checkpoints are committed as open, before anything is sent: from then
         * on whoever comes after us knows that something may have been.
         */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (assigned.isEmpty() || ended) {
                return;
            }
            identities.catchUp();
            Map<TopicPartition, Long> readable = ends.apply(assigned);
            Map<TopicPartition, OffsetAndMetadata> last = consumer.committed(Set.copyOf(assigned));
            for (TopicPartition partition : assigned) {
                OffsetAndMetadata offset = last.get(partition);
                Checkpoint from =
                        offset == null ? Checkpoint.BEGINNING : Checkpoint.of(offset.offset(), offset.metadata());
                consumer.seek(partition, from.offset());
                loop.assign(partition, from, readable.get(partition));
                LOG.info(
                        "Sink took over a partition partition={} offset={} end={} closed={}",
                        partition,
                        from.offset(),
                        readable.get(partition),
                        from.isClosed());
            }
            require(commit(Set.of()));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            if (revoked.isEmpty() || ended) {
                return;
            }
            try {
                drain();
            } catch (InterruptedException interrupted) {
                throw new InterruptException(interrupted);
            }
            workers.cutOff(batch -> batch.rows().stream()
                    .anyMatch(row -> revoked.contains(row.merged().partition())));
            require(commit(revoked));
            loop.revoke(revoked);
            revoked.forEach(committed::remove);
            LOG.info("Sink gave partitions up partitions={}", List.copyOf(revoked));
        }

        /** What waits to be recorded is another instance's to find out now, so this life ends. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            if (!lost.isEmpty() && !ended) {
                throw new CommitFailedException("the group gave " + lost + " to others, as we were not heard of");
            }
        }

        private static void require(boolean taken) {
            if (!taken) {
                throw new CommitFailedException("the group was rebalanced again while partitions were handed over");
            }
        }
    }
}
