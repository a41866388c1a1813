package org.dataferry.capture.dump.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpState;
import org.jspecify.annotations.Nullable;

/** The difference of two saved dumps, by key and hash of the row, written to a file. */
final class Comparison {

    private final DuckDb database;
    private final DumpForm form;
    private final DumpSql sql;

    Comparison(DuckDb database, DumpForm form, List<String> key) {
        this.database = database;
        this.form = form;
        this.sql = DumpSql.of(form, key);
    }

    /**
     * @param oldColumns how many columns the old dump has; the new one may have more at its end
     * @param to gets {@code op}, {@code a0…} as it is and {@code b0…} as it was
     */
    DumpState.Counts compare(Path old, int oldColumns, Path next, Path to) throws InterruptedException {
        database.run(sql.changed(old, next));
        database.run(sql.rowsOfChanged("news", next));
        database.run(sql.rowsOfChanged("olds", old));
        database.run(DumpSql.copy(sql.differences(oldColumns), to));
        database.run("DROP TABLE changed; DROP TABLE news; DROP TABLE olds");
        Map<String, Long> counts = new LinkedHashMap<>();
        database.read(
                "SELECT op, count(*) FROM " + DumpSql.parquet(to) + " GROUP BY op",
                row -> counts.put(row.getString(1), row.getLong(2)));
        return new DumpState.Counts(
                database.number("SELECT count(*) FROM " + DumpSql.parquet(next)),
                counts.getOrDefault("c", 0L),
                counts.getOrDefault("u", 0L),
                counts.getOrDefault("d", 0L));
    }

    /** Some rows of each kind. */
    List<PreviewRow> preview(Path changes, int most) throws InterruptedException {
        List<PreviewRow> rows = new ArrayList<>();
        int columns = form.columns().size();
        for (String op : List.of("d", "u", "c")) {
            database.read(
                    "SELECT * FROM " + DumpSql.parquet(changes) + " WHERE op = '" + op + "' LIMIT " + most, row -> {
                        List<@Nullable String> after = DuckDb.texts(row, 2, columns);
                        List<@Nullable String> before = DuckDb.texts(row, 2 + columns, columns);
                        rows.add(new PreviewRow(op, key(op.equals("d") ? before : after), changes(before, after)));
                    });
        }
        return rows;
    }

    private List<String> key(List<@Nullable String> texts) {
        return sql.key().stream().map(i -> String.valueOf(texts.get(i))).toList();
    }

    private Map<String, PreviewRow.Change> changes(List<@Nullable String> before, List<@Nullable String> after) {
        Map<String, PreviewRow.Change> changes = new LinkedHashMap<>();
        for (int i = 0; i < form.columns().size(); i++) {
            if (!sql.key().contains(i) && !Objects.equals(before.get(i), after.get(i))) {
                changes.put(form.columns().get(i).name(), new PreviewRow.Change(before.get(i), after.get(i)));
            }
        }
        return changes;
    }
}
