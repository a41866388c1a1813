package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.sink.client.testing.ManualClock;
import org.junit.jupiter.api.Test;

final class AbandonedPartitionsTest {

    private static final TopicPartition FIRST = new TopicPartition("writes", 0);
    private static final TopicPartition SECOND = new TopicPartition("writes", 1);
    private static final TopicPartition THIRD = new TopicPartition("writes", 2);
    private static final Duration SOON = AbandonedPartitions.HANDOVER.minusMillis(1);

    private final ManualClock clock = new ManualClock();
    private final AbandonedPartitions abandoned = new AbandonedPartitions(Set.of(FIRST, SECOND, THIRD), clock);

    @Test
    void nothingIsAbandonedWhereAllHaveAnOwner() {
        assertThat(lookAfter(Duration.ZERO, stable(Set.of(FIRST), Set.of(SECOND, THIRD))))
                .isEmpty();
        assertThat(lookAfter(Duration.ofHours(1), stable(Set.of(FIRST), Set.of(SECOND, THIRD))))
                .isEmpty();
    }

    @Test
    void aHandoverMayTakeItsTime() {
        assertThat(lookAfter(Duration.ZERO, stable(Set.of(FIRST), Set.of()))).isEmpty();
        assertThat(lookAfter(SOON, stable(Set.of(FIRST), Set.of()))).isEmpty();
        assertThat(lookAfter(Duration.ofHours(1), stable(Set.of(FIRST), Set.of(SECOND, THIRD))))
                .isEmpty();
    }

    @Test
    void whatNobodyTakesIsAbandoned() {
        assertThat(lookAfter(Duration.ZERO, stable(Set.of(FIRST), Set.of()))).isEmpty();
        assertThat(lookAfter(SOON, stable(Set.of(FIRST), Set.of(SECOND)))).isEmpty();
        assertThat(lookAfter(Duration.ofMillis(1), stable(Set.of(FIRST), Set.of(SECOND))))
                .as("the second was taken meanwhile")
                .containsExactly(THIRD);
    }

    @Test
    void itIsToldAgainAfterTwiceTheTime() {
        lookAfter(Duration.ZERO, stable(Set.of(FIRST), Set.of()));
        assertThat(lookAfter(AbandonedPartitions.HANDOVER, stable(Set.of(FIRST), Set.of())))
                .hasSize(2);
        assertThat(lookAfter(AbandonedPartitions.HANDOVER.plus(SOON), stable(Set.of(FIRST), Set.of())))
                .isEmpty();
        assertThat(lookAfter(Duration.ofMillis(1), stable(Set.of(FIRST), Set.of())))
                .hasSize(2);
    }

    @Test
    void aRebalanceBeginsTheWaitAnew() {
        lookAfter(Duration.ZERO, stable(Set.of(FIRST), Set.of()));
        assertThat(lookAfter(SOON, group(GroupState.PREPARING_REBALANCE, List.of())))
                .isEmpty();
        assertThat(lookAfter(SOON, stable(Set.of(FIRST), Set.of()))).isEmpty();
        assertThat(lookAfter(AbandonedPartitions.HANDOVER, stable(Set.of(FIRST), Set.of())))
                .hasSize(2);
    }

    private Set<TopicPartition> lookAfter(Duration time, ConsumerGroupDescription group) {
        clock.advance(time);
        return abandoned.in(group);
    }

    private static ConsumerGroupDescription stable(Set<TopicPartition> first, Set<TopicPartition> second) {
        return group(GroupState.STABLE, List.of(first, second));
    }

    private static ConsumerGroupDescription group(GroupState state, List<Set<TopicPartition>> owned) {
        List<MemberDescription> members = owned.stream()
                .map(partitions -> new MemberDescription(
                        "member",
                        Optional.of("instance"),
                        Optional.empty(),
                        "client",
                        "host",
                        new MemberAssignment(partitions),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        return new ConsumerGroupDescription(
                "group",
                false,
                members,
                "cooperative-sticky",
                GroupType.CLASSIC,
                state,
                Node.noNode(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
    }
}
