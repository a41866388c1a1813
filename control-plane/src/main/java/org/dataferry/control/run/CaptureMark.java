package org.dataferry.control.run;

import java.time.Duration;
import java.util.Optional;
import org.dataferry.control.ControlException;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.schemas.fence.FenceEvent;

/** A fence at the source, which capture is known to read and has to come to. */
final class CaptureMark implements Mark {

    /** Capture sets a heartbeat about every second and reads it back; a large transaction may keep it from that for long. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String id;
    private final LedgerReader reader;
    private long captured = -1;
    private long movedAt = System.nanoTime();

    /** @param id of the fence that was set */
    CaptureMark(String id, LedgerReader reader) {
        this.id = id;
        this.reader = reader;
    }

    /** @throws ControlException if capture stands still before it */
    @Override
    public Optional<FenceEvent.Reached> look() {
        reader.catchUp();
        Optional<FenceEvent.Reached> reached = reader.fence(id);
        long now = reader.captureEnd();
        if (reached.isPresent() || now != captured) {
            captured = now;
            movedAt = System.nanoTime();
        } else if (System.nanoTime() - movedAt > PATIENCE.toNanos()) {
            throw new ControlException("capture has read nothing of the source for " + PATIENCE
                    + ", not even its own heartbeats, and has not come to the fence; see the log, and"
                    + " pg_replication_slots at the source");
        }
        return reached;
    }

    @Override
    public boolean isOfSource() {
        return true;
    }
}
