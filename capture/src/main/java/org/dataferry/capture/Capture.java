package org.dataferry.capture;

import org.dataferry.capture.progress.CaptureCounts;

/** The capture of one source, by whatever way it gives its changes. */
public interface Capture extends AutoCloseable {

    /**
     * Returns when it runs; it goes on in threads of its own.
     *
     * @throws CaptureException if the source cannot be captured; the message says what the choices are
     */
    void start();

    /** What was done since the start. */
    CaptureCounts counts();

    /** Throws what stopped it, if anything did. */
    void throwIfFailed();

    /** Stops within seconds; what was sent is acknowledged or comes again at the next start. */
    @Override
    void close();
}
