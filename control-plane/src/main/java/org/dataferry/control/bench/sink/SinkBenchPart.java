package org.dataferry.control.bench.sink;

/** What of the benchmark can be measured for itself. What the machine can do without limits is always measured first. */
public enum SinkBenchPart {
    /** The sink at the limits, with one user and with several. */
    RUNS,
    /** Sink and fixed client with the same requests. */
    PACING,
    /** Sink and fixed client, each with its own requests, on creates followed by updates. */
    CHOICE,
    /** Latency and limits change under way. */
    SETTLE,
    /** Bad rows among healthy ones. */
    POISON
}
