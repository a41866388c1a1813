package org.dataferry.schemas.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OrderedMapTest {

    @Test
    void isWhatAMapInTheOrderOfItsEntriesIs() {
        long seed = 24;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Map<String, Integer> expected = new LinkedHashMap<>();
            OrderedMap.Builder<Integer> builder = new OrderedMap.Builder<>(random.nextInt(4));
            for (int i = random.nextInt(120); i > 0; i--) {
                String name = "n" + random.nextInt(150);
                expected.put(name, i);
                builder.put(name, i);
            }

            OrderedMap<Integer> map = builder.build();

            assertThat(map).as("seed %d round %d", seed, round).isEqualTo(expected);
            assertThat(map.hashCode()).isEqualTo(expected.hashCode());
            assertThat(List.copyOf(map.keySet())).isEqualTo(List.copyOf(expected.keySet()));
            List<Integer> values = new ArrayList<>();
            map.forEach((name, value) -> values.add(value));
            assertThat(values).isEqualTo(List.copyOf(expected.values()));
            for (int i = 0; i < 150; i++) {
                assertThat(map.get("n" + i)).isEqualTo(expected.get("n" + i));
                assertThat(map.containsKey("n" + i)).isEqualTo(expected.containsKey("n" + i));
            }
        }
    }

    @Test
    void findsNamesThatShareAHash() {
        OrderedMap<Integer> map = OrderedMap.copyOf(Map.of("Aa", 1));

        assertThat(map.get("BB")).isNull();
        assertThat(map.containsKey(null)).isFalse();
    }

    @Test
    void copiesOnlyWhatIsNotOneAlready() {
        OrderedMap<Integer> map = OrderedMap.copyOf(Map.of("a", 1));

        assertThat(OrderedMap.<Integer>copyOf(map)).isSameAs(map);
        assertThat(OrderedMap.copyOf(map.keySet())).isSameAs(map.keySet());
        assertThat(OrderedMap.copyOf(new LinkedHashSet<>(List.of("b", "a"))))
                .containsExactly("b", "a")
                .isEqualTo(Set.of("a", "b"));
    }

    @Test
    void refusesMoreThanItsIndexCanTell() {
        assertThatThrownBy(() -> new OrderedMap.Builder<Integer>(40_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotChange() {
        Map<String, Integer> source = new LinkedHashMap<>(Map.of("a", 1));
        OrderedMap<Integer> map = OrderedMap.copyOf(source);
        source.put("b", 2);

        assertThat(map).hasSize(1);
        assertThatThrownBy(() -> map.put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.keySet().remove("a")).isInstanceOf(UnsupportedOperationException.class);
    }
}
