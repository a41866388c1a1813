package org.dataferry.capture.dump.intake;

import static org.dataferry.capture.dump.DuckDb.literal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.capture.dump.DumpForm;

/**
 * The statements over saved dumps: columns {@code c0…} in the order of the form, as texts, and {@code h}, a hash of them.
 *
 * @param columns how many there are
 * @param key positions of the key's columns
 */
record DumpSql(int columns, List<Integer> key) {

    DumpSql {
        key = List.copyOf(key);
    }

    static DumpSql of(DumpForm form, List<String> key) {
        return new DumpSql(
                form.columns().size(),
                key.stream().map(column -> form.names().indexOf(column)).toList());
    }

    static String parquet(Path file) {
        return "read_parquet(" + literal(file.toString()) + ")";
    }

    /**
     * Fast to write, and to skip in; a third of the text. Few columns of a table repeat the same hundred values, and to find out
     * which ones costs more of the writing than a dictionary of more would save.
     */
    static String copy(String query, Path to) {
        return "COPY (" + query + ") TO " + literal(to.toString())
                + " (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 100,"
                + " ROW_GROUP_SIZE 30720)";
    }

    String all(String prefix) {
        return list(i -> prefix + "c" + i);
    }

    String keys(String prefix) {
        return key.stream().map(i -> prefix + "c" + i).collect(Collectors.joining(", "));
    }

    String hash() {
        return "hash(" + all("") + ")";
    }

    String sameKey(String left, String right) {
        return key.stream().map(i -> left + "c" + i + " = " + right + "c" + i).collect(Collectors.joining(" AND "));
    }

    String keyIsNull() {
        return key.stream().map(i -> "c" + i + " IS NULL").collect(Collectors.joining(" OR "));
    }

    /** How many rows there are beyond the first of each key. */
    String repeated(Path dump) {
        return "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM " + parquet(dump) + " WHERE NOT ("
                + keyIsNull() + ") GROUP BY " + keys("") + " HAVING count(*) > 1)";
    }

    /**
     * The keys of all rows that are not the same in both, with {@code op}.
     *
     * @param old whose columns may be fewer
     */
    String changed(Path old, Path next) {
        String keyed = keys("") + ", h";
        String either = key.stream()
                .map(i -> "coalesce(n.c" + i + ", o.c" + i + ") AS c" + i)
                .collect(Collectors.joining(", "));
        return "CREATE OR REPLACE TEMP TABLE changed AS SELECT " + either
                + ", CASE WHEN o.h IS NULL THEN 'c' WHEN n.h IS NULL THEN 'd' ELSE 'u' END AS op"
                + " FROM (SELECT " + keyed + " FROM " + parquet(next) + ") n FULL JOIN (SELECT " + keyed + " FROM "
                + parquet(old) + ") o ON " + sameKey("n.", "o.") + " WHERE n.h IS DISTINCT FROM o.h";
    }

    /** The rows of a dump that are in {@code changed}. */
    String rowsOfChanged(String table, Path dump) {
        return "CREATE OR REPLACE TEMP TABLE " + table + " AS SELECT d.* FROM " + parquet(dump)
                + " d SEMI JOIN changed ON " + sameKey("d.", "changed.");
    }

    /** {@code op}, {@code a0…} as they are and {@code b0…} as they were. A hash of another DuckDB may differ where nothing does. */
    String differences(int oldColumns) {
        List<String> selected = new ArrayList<>(List.of("op"));
        IntStream.range(0, columns).forEach(i -> selected.add("n.c" + i + " AS a" + i));
        IntStream.range(0, columns)
                .forEach(i -> selected.add((i < oldColumns ? "o.c" + i : "NULL::VARCHAR") + " AS b" + i));
        return "SELECT * FROM (SELECT " + String.join(", ", selected) + " FROM changed LEFT JOIN news n ON "
                + sameKey("n.", "changed.") + " LEFT JOIN olds o ON " + sameKey("o.", "changed.")
                + ") WHERE op <> 'u' OR ("
                + list(i -> "a" + i + " IS DISTINCT FROM b" + i).replace(", ", " OR ") + ")";
    }

    /** Rows with a whole key, the first of each, and rows of the last dump that are kept. */
    String settled(Path loaded, boolean repeated, String kept) {
        String first = repeated
                ? "SELECT * EXCLUDE (n) FROM (SELECT * EXCLUDE (file_row_number), row_number() OVER (PARTITION BY "
                        + keys("")
                        + " ORDER BY file_row_number) AS n FROM read_parquet(" + literal(loaded.toString())
                        + ", file_row_number = true)) WHERE n = 1"
                : "SELECT * FROM " + parquet(loaded);
        return "SELECT " + all("") + ", h FROM (" + first + ") WHERE NOT (" + keyIsNull() + ")" + kept;
    }

    /** Rows of the last dump that the loaded one lacks, as a union. */
    String lacking(Path old, int oldColumns, Path loaded, String condition) {
        String selected = list(i -> i < oldColumns ? "o.c" + i : "NULL::VARCHAR AS c" + i);
        return " UNION ALL SELECT " + selected + ", "
                + (oldColumns == columns
                        ? "o.h"
                        : "hash(" + list(i -> i < oldColumns ? "o.c" + i : "NULL::VARCHAR") + ")")
                + " FROM " + parquet(old) + " o ANTI JOIN " + parquet(loaded) + " l ON " + sameKey("o.", "l.")
                + condition;
    }

    private String list(Function<Integer, String> each) {
        return IntStream.range(0, columns).boxed().map(each).collect(Collectors.joining(", "));
    }
}
