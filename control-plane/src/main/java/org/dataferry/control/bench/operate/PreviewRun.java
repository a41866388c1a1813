package org.dataferry.control.bench.operate;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.preview.Effort;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.SegmentRows;
import org.dataferry.control.segment.Selection;
import org.dataferry.control.segment.Span;
import org.dataferry.control.segment.WriteCriteria;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.settings.LedgerLimits;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.topic.MigrationTopics;

/** Asks a ledger what a replay of all that failed would be. */
record PreviewRun(Endpoints.Database ledger, MigrationTopics topics, SourceTable table) {

    private static final int TIMES = 5;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private static final Segment FAILED =
            new Segment(Set.of(), Set.of(), Set.of(), Span.ALWAYS, WriteCriteria.ofRejected(), true, false);

    /** @param rowsOfLedger how many there are, failed or not */
    OperateBenchFigures.Preview run(int rowsOfLedger) {
        SegmentRows rows = new SegmentRows(TableNames.of(table.source()), Map.of(BenchTable.NAME, Set.of(table)));
        long[] nanos = new long[TIMES];
        Selection selection = Selection.ofRows(List.of());
        for (int time = 0; time < TIMES; time++) {
            long began = System.nanoTime();
            try (LedgerReading reading =
                    LedgerReading.open(ledger, topics.migration(), LedgerLimits.defaults(), TIMEOUT)) {
                selection = Selection.of(FAILED, rows, reading);
                Effort.of(selection.steps(), LimitSettings.defaults().sink(), reading);
            }
            nanos[time] = System.nanoTime() - began;
        }
        requireWhole(selection, rowsOfLedger);
        Arrays.sort(nanos);
        return new OperateBenchFigures.Preview(
                selection.steps().size(), dependants(selection), nanos[TIMES / 2] / NANOS_PER_SECOND);
    }

    /** A preview that misses rows is there quickly. */
    private static void requireWhole(Selection selection, int rows) {
        if (selection.chosen() != LedgerLog.refused(rows) || dependants(selection) != LedgerLog.parked(rows)) {
            throw new ControlException("the preview has " + selection.chosen() + " refused rows and "
                    + dependants(selection) + " that wait instead of " + LedgerLog.refused(rows) + " and "
                    + LedgerLog.parked(rows));
        }
    }

    private static int dependants(Selection selection) {
        return selection.dependants().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
