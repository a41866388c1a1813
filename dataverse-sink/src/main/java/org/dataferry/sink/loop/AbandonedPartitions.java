package org.dataferry.sink.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the partitions that have no owner while the group believes that all is in order.
 *
 * <p>A cooperative rebalance has two rounds: in the first the old owner gives partitions up, and then it asks for the second,
 * which gives them to the new one (KIP-429). An owner that dies between the two and is back before its session ends takes its
 * old place as a static member, without any rebalance (KIP-345). Nobody asks for the second round then, and what was given up
 * stays without an owner until somebody comes or goes. So whoever sees that for long enough asks instead.
 */
final class AbandonedPartitions {

    /** Longer than a handover takes that goes on as it should: its old owner waits 5 s for requests under way. */
    static final Duration HANDOVER = Duration.ofSeconds(8);

    /** However long it takes to look. */
    private static final int FEWEST_LOOKS = 4;

    /** So that a topic whose partitions nobody can own does not stop the others all the time, and one that is mended goes on. */
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(5);

    private final Set<TopicPartition> all;
    private final Map<TopicPartition, Wait> unowned = new HashMap<>();

    /** @param looks without an owner, one after the other */
    private record Wait(Instant since, int looks, Duration patience) {

        Wait(Instant now, Duration patience) {
            this(now, 0, patience);
        }

        Wait looked() {
            return new Wait(since, looks + 1, patience);
        }

        boolean isOver(Instant now) {
            return looks >= FEWEST_LOOKS && !now.isBefore(since.plus(patience));
        }

        Wait beginningAt(Instant begin) {
            return new Wait(begin, patience);
        }

        /** What one rebalance did not mend is not mended by one every few seconds. */
        Wait again(Instant now) {
            Duration doubled = patience.multipliedBy(2);
            return new Wait(now, doubled.compareTo(LONGEST_PATIENCE) < 0 ? doubled : LONGEST_PATIENCE);
        }
    }

    /** @param all partitions that the group shares out */
    AbandonedPartitions(Set<TopicPartition> all) {
        this.all = Set.copyOf(all);
    }

    /**
     * Those without an owner at this look and at all others for the time of a handover; then again after twice that time, and so on
     * up to {@link #LONGEST_PATIENCE}.
     *
     * @param at when it was asked for
     */
    Set<TopicPartition> in(ConsumerGroupDescription group, Instant at) {
        if (group.groupState() == GroupState.STABLE) {
            return abandoned(withoutOwner(group), at);
        }
        // No owner is known now, so all waits begin anew.
        unowned.replaceAll((partition, wait) -> wait.beginningAt(at));
        return Set.of();
    }

    private Set<TopicPartition> abandoned(Set<TopicPartition> left, Instant now) {
        unowned.keySet().retainAll(left);
        left.forEach(partition -> unowned.putIfAbsent(partition, new Wait(now, HANDOVER)));
        Set<TopicPartition> abandoned = new HashSet<>();
        unowned.replaceAll((partition, wait) -> {
            Wait longer = wait.looked();
            if (!longer.isOver(now)) {
                return longer;
            }
            abandoned.add(partition);
            return longer.again(now);
        });
        return abandoned;
    }

    private Set<TopicPartition> withoutOwner(ConsumerGroupDescription group) {
        Set<TopicPartition> left = new HashSet<>(all);
        for (MemberDescription member : group.members()) {
            left.removeAll(member.assignment().topicPartitions());
        }
        return left;
    }
}
