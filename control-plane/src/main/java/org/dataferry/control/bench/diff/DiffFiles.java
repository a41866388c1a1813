package org.dataferry.control.bench.diff;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.schemas.settings.DumpLimits;

/**
 * Two dumps of a table of 38 columns, about 560 bytes a row: in the second one row of a hundred is changed, one of 500 is
 * gone, and as many are new.
 */
final class DiffFiles {

    static final int COLUMNS = 38;

    private static final int NUMBERS = 12;
    private static final int CODES = 8;
    private static final int TEXTS = 10;

    private DiffFiles() {}

    static Path first(Path folder) {
        return folder.resolve("first.csv");
    }

    static Path second(Path folder) {
        return folder.resolve("second.csv");
    }

    static void write(Path folder, int rows, long seed) {
        try (DuckDb database = DuckDb.open(folder.resolve("spill"), DumpLimits.defaults())) {
            String all = "SELECT " + String.join(", ", columns(seed)) + " FROM range(" + rows + ") r(i)";
            database.run("COPY (" + all + ") TO " + DuckDb.literal(first(folder).toString()) + " (HEADER)");
            String kept =
                    "SELECT * REPLACE (CASE WHEN hash(id, 101) % 100 = 0 THEN name || ' changed' ELSE name END AS name)"
                            + " FROM (" + all + ") WHERE hash(id, 102) % 500 <> 0";
            String added =
                    "SELECT * REPLACE (id + " + rows + " AS id) FROM (" + all + ") WHERE hash(id, 103) % 500 = 0";
            database.run("COPY (" + kept + " UNION ALL " + added + ") TO "
                    + DuckDb.literal(second(folder).toString()) + " (HEADER)");
        }
    }

    static List<String> names() {
        return columns(0).stream()
                .map(column -> column.substring(column.lastIndexOf(' ') + 1))
                .toList();
    }

    private static List<String> columns(long seed) {
        List<String> columns = new ArrayList<>(List.of(
                "i AS id",
                "'Name ' || hash(i, " + seed + ", 1) % 100000 AS name",
                "(hash(i, " + seed + ", 2) % 10000000) / 100.0 AS amount",
                "DATE '2000-01-01' + (hash(i, " + seed + ", 3) % 9000)::INT AS day",
                "TIMESTAMP '2010-01-01' + to_seconds((hash(i, " + seed + ", 4) % 300000000)::BIGINT) AS moment",
                "'Street ' || hash(i, " + seed + ", 5) % 9999 || ', \"House\" ' || i % 77 AS street",
                "hash(i, " + seed + ", 6) % 2 = 0 AS flag",
                "CASE WHEN hash(i, " + seed + ", 7) % 3 = 0 THEN NULL ELSE 'option ' || hash(i, " + seed
                        + ", 8) % 20 END AS choice"));
        for (int n = 0; n < NUMBERS; n++) {
            columns.add("hash(i, " + seed + ", " + (10 + n) + ") % 100000 AS number" + n);
        }
        for (int n = 0; n < CODES; n++) {
            columns.add("'code' || hash(i, " + seed + ", " + (30 + n) + ") AS code" + n);
        }
        for (int n = 0; n < TEXTS; n++) {
            columns.add("'text of ' || hash(i, " + seed + ", " + (50 + n) + ") % 100000 || ' words' AS text" + n);
        }
        return columns;
    }
}
