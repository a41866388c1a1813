package org.dataferry.control.status;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The signs of life that the stages give.
 *
 * @param captureHeard when capture wrote something for the last time
 * @param lastHeartbeat when it wrote a heartbeat for the last time; it writes none before the first load is read
 * @param announcedUpTo the moment at the source up to which all is announced, as far as heartbeats tell
 * @param firstCaptured when the first change was captured
 * @param transformMoved when transform was last seen to have read more changes than at the look before
 * @param running who runs
 * @param shutOut whom the target did not let in lately, and why; empty while a sink is let in
 */
public record Signs(
        Optional<Instant> captureHeard,
        Optional<Instant> lastHeartbeat,
        Optional<Instant> announcedUpTo,
        Optional<Instant> firstCaptured,
        Optional<Instant> transformMoved,
        Running running,
        Optional<String> shutOut) {

    /** Nobody is shut out. */
    public Signs(
            Optional<Instant> captureHeard,
            Optional<Instant> lastHeartbeat,
            Optional<Instant> announcedUpTo,
            Optional<Instant> firstCaptured,
            Optional<Instant> transformMoved,
            Running running) {
        this(captureHeard, lastHeartbeat, announcedUpTo, firstCaptured, transformMoved, running, Optional.empty());
    }

    /**
     * Which stages run.
     *
     * @param captureProcess the process on this machine that captures, or has the right to; empty also where capture runs on
     *     another machine
     * @param transform whether any instance does, on any machine
     * @param sink whether any instance does, on any machine
     * @param started when the process began that asks about itself, or that captures; empty where that is not known
     */
    public record Running(OptionalLong captureProcess, boolean transform, boolean sink, Optional<Instant> started) {}
}
