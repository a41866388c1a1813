package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.value.Value;

/** What the changes of table busy add up to, as the next stage reads them: one delivered again is left out. */
final class FoldedTable {

    private static final List<String> COLUMNS = List.of("n", "v", "large", "note");

    private FoldedTable() {}

    /** Asserts on the way that of each key no older version follows a newer one. */
    static Map<Long, String> fold(List<ChangeEvent> events) {
        return fold(events, false);
    }

    /** Of a log that missed changes for a while: an update may come of a row that it was never told of. */
    static Map<Long, String> foldWithGaps(List<ChangeEvent> events) {
        return fold(events, true);
    }

    private static Map<Long, String> fold(List<ChangeEvent> events, boolean gaps) {
        Map<Long, Map<String, Value>> rows = new TreeMap<>();
        Map<Long, SourcePosition> last = new HashMap<>();
        Map<Long, Long> versions = new HashMap<>();
        for (ChangeEvent event : events) {
            long key = ((Value.Whole) event.id().key().components().getFirst()).value();
            SourcePosition position = event.id().position();
            SourcePosition seen = last.get(key);
            if (seen == null || position.compareTo(seen) > 0) {
                last.put(key, position);
                switch (event) {
                    case ChangeEvent.Snapshotted row -> put(rows, versions, key, row.after(), gaps);
                    case ChangeEvent.Inserted insert -> put(rows, versions, key, insert.after(), gaps);
                    case ChangeEvent.Updated update -> put(rows, versions, key, update.after(), gaps);
                    case ChangeEvent.Deleted ignored -> rows.remove(key);
                }
            }
        }
        Map<Long, String> folded = new TreeMap<>();
        rows.forEach((key, row) -> folded.put(key, text(row)));
        return folded;
    }

    private static void put(
            Map<Long, Map<String, Value>> rows, Map<Long, Long> versions, long key, SourceRow after, boolean gaps) {
        Map<String, Value> row = new HashMap<>();
        for (String column : COLUMNS) {
            Value value = after.get(column);
            if (value.equals(Value.ABSENT) && gaps && !rows.containsKey(key)) {
                row.put(column, value);
                continue;
            }
            if (value.equals(Value.ABSENT)) {
                assertThat(rows)
                        .as("the row before, of an update with an absent column")
                        .containsKey(key);
                value = rows.get(key).get(column);
            }
            row.put(column, value);
        }
        long version = ((Value.Whole) row.get("v")).value();
        assertThat(version).as("version of key " + key).isGreaterThanOrEqualTo(versions.getOrDefault(key, 0L));
        versions.put(key, version);
        rows.put(key, row);
    }

    private static String text(Map<String, Value> row) {
        StringBuilder text = new StringBuilder();
        for (String column : COLUMNS) {
            text.append(
                            switch (row.get(column)) {
                                case Value.Text(String value) ->
                                    value.length() > 100 ? value.charAt(0) + "*" + value.length() : value;
                                case Value.Whole(long number) -> Long.toString(number);
                                case Value.Null none -> "null";
                                case Value.Absent never -> "absent";
                                default -> throw new AssertionError(row);
                            })
                    .append('|');
        }
        return text.toString();
    }

    static Map<Long, String> inSource(SourceAddress address) throws SQLException {
        Map<Long, String> rows = new TreeMap<>();
        try (Connection connection = SourceServer.connect(address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, concat(n, '|', v, '|',"
                        + " CASE WHEN length(large) > 100 THEN left(large, 1) || '*' || length(large)"
                        + " ELSE coalesce(large, 'null') END, '|', note, '|') FROM busy")) {
            while (row.next()) {
                rows.put(row.getLong(1), row.getString(2));
            }
        }
        return rows;
    }
}
