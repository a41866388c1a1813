package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.ControlException;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.schemas.fence.FenceEvent;

/** A fence at the sources, which capture is known to read and has to come to. */
final class CaptureMark implements Mark {

    /** Capture sets a heartbeat about every second and reads it back; a large transaction may keep it from that for long. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final FenceIds fence;
    private final LedgerReader reader;
    private final SourceSilence silence;

    /** @param fence that was set */
    CaptureMark(FenceIds fence, LedgerReader reader, Clock clock) {
        this.fence = fence;
        this.reader = reader;
        this.silence = new SourceSilence(reader.captureSigns(), clock);
    }

    /** @throws ControlException if capture stands still before it, at one of the sources */
    @Override
    public Optional<FenceEvent.Reached> look() {
        reader.catchUp();
        Map<String, FenceEvent.Reached> found = fence.found(reader::fence);
        for (String source : fence.bySource().keySet()) {
            if (!found.containsKey(source) && silence.of(source).compareTo(PATIENCE) > 0) {
                throw new ControlException("capture has read nothing of source '" + source + "' for " + PATIENCE
                        + ", not even its own heartbeats, and has not come to the fence; see the log, and"
                        + " pg_replication_slots at the source");
            }
        }
        return fence.reached(reader::fence);
    }

    @Override
    public boolean isOfSource() {
        return true;
    }
}
