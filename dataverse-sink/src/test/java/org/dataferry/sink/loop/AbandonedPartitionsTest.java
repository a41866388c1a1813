package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class AbandonedPartitionsTest {

    private static final TopicPartition FIRST = new TopicPartition("writes", 0);
    private static final TopicPartition SECOND = new TopicPartition("writes", 1);
    private static final TopicPartition THIRD = new TopicPartition("writes", 2);
    /** Of two looks. */
    private static final Duration APART = Duration.ofSeconds(2);

    private static final ConsumerGroupDescription WHOLE = stable(Set.of(FIRST), Set.of(SECOND, THIRD));
    private static final ConsumerGroupDescription PART = stable(Set.of(FIRST), Set.of());

    private final AbandonedPartitions abandoned = new AbandonedPartitions(Set.of(FIRST, SECOND, THIRD));
    private Instant now = Instant.parse("2026-11-30T08:00:00Z");

    @Test
    void nothingIsAbandonedWhereAllHaveAnOwner() {
        assertThat(looks(100, WHOLE)).isEmpty();
    }

    @Test
    void aHandoverMayTakeItsTime() {
        assertThat(looks(4, PART)).isEmpty();
        assertThat(looks(100, WHOLE)).isEmpty();
    }

    @Test
    void whatNobodyTakesIsAbandoned() {
        assertThat(looks(4, PART)).isEmpty();
        assertThat(look(stable(Set.of(FIRST), Set.of(SECOND))))
                .as("the second was taken meanwhile")
                .containsExactly(THIRD);
    }

    @Test
    void itIsToldAgainAfterTwiceTheTimeAndSoOn() {
        List<Integer> told = new ArrayList<>();
        for (int look = 0; look < 40; look++) {
            if (!look(PART).isEmpty()) {
                told.add(look);
            }
        }
        assertThat(told).containsExactly(4, 12, 28);
    }

    @Test
    void aRebalanceBeginsTheWaitAnewAndMakesItNoShorter() {
        looks(5, PART);
        look(group(GroupState.PREPARING_REBALANCE, List.of()));
        assertThat(looks(7, PART)).isEmpty();
        assertThat(look(PART)).containsExactlyInAnyOrder(SECOND, THIRD);
    }

    @Test
    void itTakesSomeLooksHoweverFarTheyAreApart() {
        List<Integer> told = new ArrayList<>();
        for (int look = 0; look < 10; look++) {
            if (!look(PART).isEmpty()) {
                told.add(look);
            }
            now = now.plus(Duration.ofMinutes(1));
        }
        assertThat(told).containsExactly(3, 7);
    }

    @Test
    void thePatienceHasAnEnd() {
        int looks = (int) Duration.ofHours(1).dividedBy(APART);
        long told =
                IntStream.range(0, looks).filter(look -> !look(PART).isEmpty()).count();
        assertThat(told).isBetween(14L, 16L);
    }

    private Set<TopicPartition> looks(int count, ConsumerGroupDescription group) {
        Set<TopicPartition> all = new HashSet<>();
        for (int look = 0; look < count; look++) {
            all.addAll(look(group));
        }
        return all;
    }

    private Set<TopicPartition> look(ConsumerGroupDescription group) {
        Set<TopicPartition> found = abandoned.in(group, now);
        now = now.plus(APART);
        return found;
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
