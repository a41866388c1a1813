package org.dataferry.control.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeSumsTest {

    private final Digests digests = new Digests();

    @Test
    void anyOrderGivesTheSameSums() {
        List<Digest> rows = new ArrayList<>();
        for (int row = 0; row < 1_000; row++) {
            rows.add(digests.of("row " + row));
        }
        RangeSums one = sums(rows);
        Collections.shuffle(rows, new Random(1));
        RangeSums other = sums(rows);

        for (int range = 0; range < one.ranges(); range++) {
            assertThat(one.isSame(other, range)).isTrue();
        }
        assertThat(one.total()).isEqualTo(other.total());
    }

    @Test
    void aDigestIsInTheRangeThatBeginsBeforeIt() {
        RangeSums sums = new RangeSums(6);
        for (int row = 0; row < 1_000; row++) {
            Digest key = digests.of("row " + row);
            Digest begin = sums.begin(sums.range(key));

            assertThat(Long.compareUnsigned(begin.high(), key.high())).isNotPositive();
            assertThat(sums.range(begin)).isEqualTo(sums.range(key));
        }
    }

    @Test
    void rangesGrowWithTheRowsUpToABound() {
        assertThat(RangeSums.bits(0)).isEqualTo(4);
        assertThat(RangeSums.bits(1_000_000)).isEqualTo(10);
        assertThat(RangeSums.bits(Long.MAX_VALUE)).isEqualTo(16);
    }

    @Test
    void sumsCarry() {
        Digest most = new Digest(0, -1);

        assertThat(most.plus(new Digest(0, 1))).isEqualTo(new Digest(1, 0));
        assertThat(new Digest(-1, -1).plus(new Digest(0, 1))).isEqualTo(Digest.ZERO);
    }

    @Test
    void nullEmptyAndWhereTextsEndAreTold() {
        List<String> names = List.of("a", "b");

        assertThat(digests.of("r", names, Map.of("a", Optional.empty(), "b", Optional.of("x"))))
                .isNotEqualTo(digests.of("r", names, Map.of("a", Optional.of("x"), "b", Optional.empty())))
                .isNotEqualTo(digests.of("r", names, Map.of("a", Optional.of(""), "b", Optional.of("x"))))
                .isEqualTo(digests.of("r", names, Map.of("b", Optional.of("x"))));
        assertThat(digests.of(List.of("ab", "c"))).isNotEqualTo(digests.of(List.of("a", "bc")));
    }

    private RangeSums sums(List<Digest> rows) {
        RangeSums sums = new RangeSums(4);
        rows.forEach(row -> sums.add(row, row));
        return sums;
    }
}
