package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.DataverseErrorCode;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.testing.Writes;
import org.junit.jupiter.api.Test;

/** The division alone, over many more batches than {@link RefusedBatchesEmulatorTest} can send. */
final class BisectionTest {

    private static final RowResult DONE = new RowResult.Done(Outcome.Effect.UPDATED, Optional.empty());
    private static final List<RowTask> ROWS =
            IntStream.range(0, 64).mapToObj(BisectionTest::task).toList();

    private final Set<RowId> bad = new HashSet<>();
    private int requests;

    @Test
    void costsNoMoreThanTheBoundWhereverTheBadRowsAre() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed of divided batches: " + seed);
        Random random = new Random(seed);
        for (int time = 0; time < 50_000; time++) {
            List<RowTask> rows = ROWS.subList(0, 1 + random.nextInt(ROWS.size()));
            choose(rows, 1 + random.nextInt(rows.size()), random);
            requests = 0;

            List<RowResult> results = send(rows);

            assertThat(requests - 1)
                    .as("seed %d: %d of %d rows", seed, bad.size(), rows.size())
                    .isLessThanOrEqualTo(bound(rows.size(), bad.size()));
            for (int i = 0; i < rows.size(); i++) {
                assertThat(results.get(i) == DONE)
                        .isEqualTo(!bad.contains(rows.get(i).write().row()));
            }
        }
    }

    private List<RowResult> send(List<RowTask> rows) throws InterruptedException {
        requests++;
        return rows.stream().noneMatch(row -> bad.contains(row.write().row()))
                ? Collections.nCopies(rows.size(), DONE)
                : Bisection.of(rows, new Failure.Refused(tooLong()), this::send);
    }

    private void choose(List<RowTask> rows, int count, Random random) {
        bad.clear();
        while (bad.size() < count) {
            bad.add(rows.get(random.nextInt(rows.size())).write().row());
        }
    }

    private static int bound(int rows, int bad) {
        int divisions = 0;
        while ((long) bad << divisions < rows) {
            divisions++;
        }
        return 2 * bad * (divisions + 1);
    }

    private static ApiError tooLong() {
        return new ApiError(
                DataverseErrorCode.STRING_LENGTH_TOO_LONG, "0x80044331", 400, ErrorKind.DATA, "too long", Map.of());
    }

    private static RowTask task(int number) {
        var write = Writes.renamed(Writes.row("r" + number), 1, "x");
        return new RowTask(new MergedWrite(write, Writes.queued(write, 0), List.of(), false), Optional.empty(), 0);
    }
}
