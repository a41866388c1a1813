package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many processes share the application users, and which of them this is: the members of the sinks' group in the order of their
 * names, which each process sees alike. A process that died is a member until its session ends. It also sees what none of them
 * owns. For the loop's thread.
 */
final class Membership {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    /** For so long two processes may take the same part for theirs; a hundredth of a window of 300 s. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Admin admin;
    private final String group;
    private final String instance;
    private final Clock clock;
    private final Listener listener;
    private final AbandonedPartitions abandoned;
    private @Nullable Place place;
    private @Nullable KafkaFuture<ConsumerGroupDescription> asked;
    private Instant askedAt;
    private Instant nextLook;
    private boolean told;

    /** @param rank from 0 */
    record Place(int processes, int rank) {}

    interface Listener {
        /** The first place, and each other one. */
        void placed(Place place);

        /** These partitions have had no owner for so long that nobody is about to take them. */
        void abandoned(Set<TopicPartition> partitions);
    }

    /**
     * @param instance the name of this process in the group
     * @param partitions all that the group shares out
     */
    Membership(
            Admin admin,
            String group,
            String instance,
            Set<TopicPartition> partitions,
            Clock clock,
            Listener listener) {
        this.admin = admin;
        this.group = group;
        this.instance = instance;
        this.clock = clock;
        this.listener = listener;
        this.abandoned = new AbandonedPartitions(partitions);
        this.askedAt = clock.instant();
        this.nextLook = askedAt;
    }

    /** Finds who is there already, before this process has joined. */
    void begin(Duration timeout) throws InterruptedException {
        try {
            ask().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            // Looked at below, as any answer.
            LOG.debug("Sink could not ask for its group", failed);
        }
        look();
    }

    /** Asks once in a while, and takes what was answered; never waits. */
    void look() throws InterruptedException {
        Instant now = clock.instant();
        if (asked != null && asked.isDone()) {
            take(asked);
            asked = null;
        } else if (asked == null && !now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK);
            ask();
        }
    }

    private KafkaFuture<ConsumerGroupDescription> ask() {
        KafkaFuture<ConsumerGroupDescription> description =
                admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
        asked = description;
        askedAt = clock.instant();
        return description;
    }

    private void take(KafkaFuture<ConsumerGroupDescription> answer) throws InterruptedException {
        Set<String> names = new TreeSet<>(Set.of(instance));
        try {
            ConsumerGroupDescription description = answer.get();
            description.members().forEach(member -> member.groupInstanceId().ifPresent(names::add));
            tellAbandoned(abandoned.in(description, askedAt));
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof GroupIdNotFoundException)) {
                keep(failed.getCause());
                return;
            }
        }
        Place found = new Place(names.size(), List.copyOf(names).indexOf(instance));
        if (!found.equals(place)) {
            place = found;
            listener.placed(found);
        }
    }

    private void tellAbandoned(Set<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            listener.abandoned(partitions);
        }
    }

    /** A broker that restarts answers again; one that never does, for a missing right, leaves each process to count for itself. */
    private void keep(Throwable failure) {
        if (!told) {
            told = true;
            LOG.warn(
                    "Sink cannot tell how many processes share its application users, and counts as before; nor whether partitions have no owner group={} reason={}",
                    group,
                    failure.getMessage());
        }
    }
}
