package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.between;
import static org.dataferry.schemas.settings.LimitSettings.orElse;
import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of dumps.
 *
 * @param memoryMiB what DuckDB may hold in memory, beyond which it writes to disk; a gigabyte compares some million rows
 *     without the disk, and leaves room for the rest of Ferry
 * @param threads that DuckDB reads and compares with; two, as the whole of Ferry shares two cores by default
 * @param closedAfter how long a file of the watched folder must not have changed before it is read; writers pause for less
 * @param look how often the folder is looked at
 * @param deletedPercent of the rows of the last dump, beyond which a dump that lacks them waits for somebody to accept it;
 *     a business seldom loses a twentieth of its rows from one day to the next, a file cut short does
 * @param unreadablePercent of a dump's rows, beyond which it waits as well; a wrong delimiter or format spoils all rows
 * @param previewRows rows of each kind that a preview shows
 * @param fetchRows of a table that is read by JDBC, held at a time; a thousand wide rows are some megabytes
 * @param answer how long a database may take for the next rows of a reading; a query may sort and join a large table before its
 *     first row, and a server that says nothing for so long is gone
 */
public record DumpLimits(
        int memoryMiB,
        int threads,
        Duration closedAfter,
        Duration look,
        int deletedPercent,
        int unreadablePercent,
        int previewRows,
        int fetchRows,
        Duration answer) {

    /** DuckDB needs about that for each thread and its smallest buffers. */
    private static final int LEAST_MEMORY = 128;

    private static final int MOST_THREADS = 64;
    private static final int MOST_PREVIEW_ROWS = 1_000;
    private static final int MOST_FETCH_ROWS = 100_000;

    @JsonCreator
    static DumpLimits of(
            @JsonProperty("memoryMiB") @Nullable Integer memoryMiB,
            @JsonProperty("threads") @Nullable Integer threads,
            @JsonProperty("closedAfter") @Nullable Duration closedAfter,
            @JsonProperty("look") @Nullable Duration look,
            @JsonProperty("deletedPercent") @Nullable Integer deletedPercent,
            @JsonProperty("unreadablePercent") @Nullable Integer unreadablePercent,
            @JsonProperty("previewRows") @Nullable Integer previewRows,
            @JsonProperty("fetchRows") @Nullable Integer fetchRows,
            @JsonProperty("answer") @Nullable Duration answer) {
        return new DumpLimits(
                between("limits.dumps.memoryMiB", orElse(memoryMiB, 1_024), LEAST_MEMORY, Integer.MAX_VALUE),
                between("limits.dumps.threads", orElse(threads, 2), 1, MOST_THREADS),
                orElse(closedAfter, Duration.ofSeconds(5)),
                positive("limits.dumps.look", orElse(look, Duration.ofSeconds(1))),
                between("limits.dumps.deletedPercent", orElse(deletedPercent, 5), 0, 100),
                between("limits.dumps.unreadablePercent", orElse(unreadablePercent, 1), 0, 100),
                between("limits.dumps.previewRows", orElse(previewRows, 5), 0, MOST_PREVIEW_ROWS),
                between("limits.dumps.fetchRows", orElse(fetchRows, 1_000), 1, MOST_FETCH_ROWS),
                positive("limits.dumps.answer", orElse(answer, Duration.ofMinutes(30))));
    }

    public static DumpLimits defaults() {
        return of(null, null, null, null, null, null, null, null, null);
    }
}
