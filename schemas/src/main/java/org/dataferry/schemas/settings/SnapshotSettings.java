package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How all rows are read once at the beginning.
 *
 * @param by who reads them
 * @param readers connections that read at a time; two, as the whole of Ferry shares two cores by default, and one reader's
 *     decoding then overlaps the other's waiting
 * @param chunkMebibytes how much of a table is read and acknowledged as a whole; what a killed process had of unfinished
 *     chunks is read again. 16 takes a fraction of a second, and makes 64 records of a table of a gigabyte
 * @param rowsPerSecond rows of all readers together at most, for a source under load; 0 for as fast as it goes
 */
public record SnapshotSettings(By by, int readers, int chunkMebibytes, int rowsPerSecond) {

    private static final int MOST_READERS = 32;
    private static final int LARGEST_CHUNK_MEBIBYTES = 1_024;

    /** Who reads the rows. */
    public enum By {
        /** Ferry itself, by COPY in binary form. */
        @JsonProperty("copy")
        COPY,
        /** Debezium; slower, begins again when it is interrupted, and has neither limit nor progress. */
        @JsonProperty("debezium")
        DEBEZIUM
    }

    public SnapshotSettings {
        requireWithin("readers", readers, 1, MOST_READERS);
        requireWithin("chunkMebibytes", chunkMebibytes, 1, LARGEST_CHUNK_MEBIBYTES);
        requireWithin("rowsPerSecond", rowsPerSecond, 0, Integer.MAX_VALUE);
    }

    @JsonCreator
    static SnapshotSettings of(
            @JsonProperty("by") @Nullable By by,
            @JsonProperty("readers") @Nullable Integer readers,
            @JsonProperty("chunkMebibytes") @Nullable Integer chunkMebibytes,
            @JsonProperty("rowsPerSecond") @Nullable Integer rowsPerSecond) {
        return new SnapshotSettings(
                by == null ? By.COPY : by,
                readers == null ? 2 : readers,
                chunkMebibytes == null ? 16 : chunkMebibytes,
                rowsPerSecond == null ? 0 : rowsPerSecond);
    }

    public static SnapshotSettings defaults() {
        return of(null, null, null, null);
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new SettingsException(
                    "limits.capture.snapshot." + name + " is " + value + ", expected " + least + " to " + most);
        }
    }
}
