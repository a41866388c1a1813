package org.dataferry.control.soak.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.dataferry.capture.rows.RowReading;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.soak.SoakReport;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.value.Value;

/**
 * A table beside what the log makes of it.
 *
 * @param differences rows that are not the same, at most {@link SoakReport#MOST_SHOWN}
 * @param oddities what cannot be in a log that has each change once, in order
 * @param changes in the log
 * @param again of these came more than once
 */
record TableComparison(int rows, List<String> differences, List<String> oddities, long changes, long again) {

    private static final int FETCH_SIZE = 2_000;

    static TableComparison of(
            MigrationTopics topics, String table, CaptureChild.Servers where, Properties client, ConfluentAvro avro)
            throws InterruptedException {
        Map<SourceKey, SourceRow> there = new HashMap<>();
        SourceTable shape = SourceCatalogue.read(where.address()).require(TableName.parse(table));
        try (RowReading reading = RowReading.begin(where.address(), FETCH_SIZE, CaptureChild.CARRIED_BYTES)) {
            reading.readAll(shape, row -> there.put(row.key(), row.row()));
        }
        ReplayedLog log = ReplayedLog.read(
                topics, org.dataferry.schemas.key.SourceTable.parse(CaptureChild.SOURCE, table), client, avro);
        List<String> differences = new ArrayList<>();
        Set<SourceKey> keys = new HashSet<>(there.keySet());
        keys.addAll(log.rows().keySet());
        for (SourceKey key : keys) {
            SourceRow row = there.get(key);
            SourceRow logged = log.rows().get(key);
            if (row == null || logged == null) {
                differences.add(key.text() + (row == null ? " is in the log alone" : " is not in the log"));
            } else {
                compare(key, row, logged, differences);
            }
        }
        return new TableComparison(
                there.size(),
                differences.stream().limit(SoakReport.MOST_SHOWN).toList(),
                log.oddities().stream().limit(SoakReport.MOST_SHOWN).toList(),
                log.changes(),
                log.again());
    }

    /** A column that was added is null in the rows that were there, which the log is not told; one that was dropped is not asked. */
    private static void compare(SourceKey key, SourceRow row, SourceRow logged, List<String> differences) {
        row.columns().forEach((column, value) -> {
            Value told = logged.get(column);
            Value known = told instanceof Value.Absent ? Value.NULL : told;
            if (!value.equals(known)) {
                differences.add(key.text() + "." + column + " is " + value + ", and in the log " + told);
            }
        });
    }
}
