package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.between;
import static org.dataferry.schemas.settings.LimitSettings.orElse;
import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of files and notes.
 *
 * @param carriedBytes the largest value of binary data that travels through Kafka; with the rest of its row it is to fit
 *     the megabyte that brokers take by default. A file made of a larger one is refused: it is to lie in a folder
 * @param singleUploadBytes the largest file that goes in one request, and is held in memory; a larger one goes in blocks, also of
 *     a note.
 *     As large as a block: a lost answer costs no more then. Dataverse takes 128 MB
 * @param noteBytes the largest file of a note; by default the largest that an environment can be set to take. New ones take
 *     5 MB
 * @param uploads files that are sent at a time for each application user, each with a block in memory; few, so that rows
 *     do not wait for files
 * @param heldBytes contents that have come through Kafka and wait in memory to be sent; beyond it the sink reads no
 *     more of the partitions that hold some
 * @param scanTimeout how long the scan of one file may take, after which it is tried again; some minutes for the largest
 */
public record FileLimits(
        int carriedBytes, int singleUploadBytes, int noteBytes, int uploads, int heldBytes, Duration scanTimeout) {

    private static final int MEGABYTE = 1 << 20;
    private static final int LARGEST_SINGLE_UPLOAD = 128 * MEGABYTE;
    private static final int LARGEST_NOTE = 128 * MEGABYTE;
    private static final int MOST_UPLOADS = 52;

    @JsonCreator
    static FileLimits of(
            @JsonProperty("carriedBytes") @Nullable Integer carriedBytes,
            @JsonProperty("singleUploadBytes") @Nullable Integer singleUploadBytes,
            @JsonProperty("noteBytes") @Nullable Integer noteBytes,
            @JsonProperty("uploads") @Nullable Integer uploads,
            @JsonProperty("heldBytes") @Nullable Integer heldBytes,
            @JsonProperty("scanTimeout") @Nullable Duration scanTimeout) {
        return new FileLimits(
                positive("limits.files.carriedBytes", orElse(carriedBytes, 700_000)),
                between(
                        "limits.files.singleUploadBytes",
                        orElse(singleUploadBytes, 4 * MEGABYTE),
                        1,
                        LARGEST_SINGLE_UPLOAD),
                between("limits.files.noteBytes", orElse(noteBytes, LARGEST_NOTE), 1, LARGEST_NOTE),
                between("limits.files.uploads", orElse(uploads, 4), 1, MOST_UPLOADS),
                positive("limits.files.heldBytes", orElse(heldBytes, 64 * MEGABYTE)),
                positive("limits.files.scanTimeout", orElse(scanTimeout, Duration.ofMinutes(5))));
    }

    public static FileLimits defaults() {
        return of(null, null, null, null, null, null);
    }
}
