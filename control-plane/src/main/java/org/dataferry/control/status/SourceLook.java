package org.dataferry.control.status;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.dataferry.capture.source.SourceHealth;
import org.dataferry.schemas.control.HeldTables;

/**
 * How it is at the source.
 *
 * @param held tables whose changes are held until somebody has accepted what they have become
 * @param log empty if the source was not asked, or has not answered
 * @param trouble why it has not answered; empty if it has
 * @param dumps what waits of a source that gives dumps
 * @param snapshot how far the reading of all rows is; empty if none is under way
 */
public record SourceLook(
        HeldTables held,
        Optional<Log> log,
        Optional<String> trouble,
        DumpsLook dumps,
        Optional<SnapshotLook> snapshot) {

    /** The source is not looked at. */
    public static final SourceLook NONE = new SourceLook(HeldTables.NONE, Optional.empty(), Optional.empty());

    /** Of a source that gives no dumps, and whose rows were all read. */
    public SourceLook(HeldTables held, Optional<Log> log, Optional<String> trouble) {
        this(held, log, trouble, DumpsLook.NONE, Optional.empty());
    }

    /** With what the migration's folder tells. */
    public SourceLook with(DumpsLook waiting, Optional<SnapshotLook> reading) {
        return new SourceLook(held, log, trouble, waiting, reading);
    }

    /**
     * The source's log.
     *
     * @param bytesPerSecond that it grows by, as seen lately, else as usual; empty if neither is known
     * @param roomBytes how much of it there is room for: until the source takes it away from the slot, or as somebody has set it;
     *     empty if neither is
     */
    public record Log(SourceHealth health, OptionalDouble bytesPerSecond, OptionalLong roomBytes) {

        /**
         * How long there is room for the log that the slot keeps, if nobody read it from now on; empty where there is no slot, or
         * something of it is not known.
         */
        public Optional<Duration> timeUntilFull() {
            if (health.slot().isEmpty() || bytesPerSecond.isEmpty() || roomBytes.isEmpty()) {
                return Optional.empty();
            }
            long left = roomBytes.getAsLong() - health.slot().get().retainedBytes();
            double seconds = Math.max(0, left) / Math.max(bytesPerSecond.getAsDouble(), 1);
            return Optional.of(Duration.ofSeconds((long) seconds));
        }
    }
}
