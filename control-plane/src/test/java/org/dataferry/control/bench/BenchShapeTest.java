package org.dataferry.control.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchShapeTest {

    @TempDir
    private Path folder;

    @Test
    void threeRowsOfTenComeBeforeAParent() {
        BenchShape shape = BenchShape.late(1, 2, 10_000);
        assertThat(LongStream.range(0, 10_000).filter(shape::isLate).count()).isBetween(2_850L, 3_150L);
    }

    @Test
    void onlyTheFirstParentOfALateRowIsLate() {
        BenchShape shape = BenchShape.late(1, 5, 1_000);
        LongStream.range(0, 1_000).forEach(row -> {
            assertThat(shape.parentOf(row, 0) >= shape.parents()).isEqualTo(shape.isLate(row));
            assertThat(shape.parentOf(row, 0)).isLessThan(shape.parents() + shape.lateParents());
            assertThat(shape.parentOf(row, 4)).isLessThan(shape.parents());
        });
    }

    @Test
    void rowsUnderAParentOfTheirOwnShareNone() {
        BenchShape shape = BenchShape.oneParentEach(1, 2, 500);
        assertThat(LongStream.range(0, 500)
                        .map(row -> shape.parentOf(row, 0))
                        .distinct()
                        .count())
                .isEqualTo(500);
        assertThat(shape.isLate(500)).isFalse();
    }

    @Test
    void theFirstRowsNameKnownParents() {
        BenchShape shape = BenchShape.late(3, 2, 1_000);
        assertThat(TimedRun.firstRows(shape, 1_000)).hasSize(400).noneMatch(shape::isLate);
    }

    @Test
    void aMappingHas38ColumnsAndItsLookups() {
        var mappings = BenchMappings.compile(BenchShape.known(2, 5, 100), folder);
        assertThat(mappings.entities()).containsExactlyInAnyOrder("bench_orders_000", "bench_orders_001");
        assertThat(mappings.namedEntities()).hasSize(5);
        assertThat(LongStream.of(List.of(BenchColumns.Kind.values()).stream()
                                .mapToLong(kind -> kind.count)
                                .toArray())
                        .sum())
                .isEqualTo(38);
    }

    @Test
    void theMedianOfAnEvenCountIsBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(1, 2.5, 4));
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
    }

    @Test
    void aPercentileIsTheLeastThatSoManyDoNotExceed() {
        var figures = new ReleaseFigures(
                100, LongStream.rangeClosed(1, 100).mapToObj(n -> (double) n).toList());
        assertThat(figures.percentile(99)).isEqualTo(99);
        assertThat(figures.percentile(50)).isEqualTo(50);
    }
}
