package org.dataferry.control.bench.sink;

/** What the threads of a sink are for, by their names as the system cuts them off. */
public enum ThreadKind {
    /** The loop: reads, decides, records, commits. */
    LOOP,
    /** Carriers of the threads that send: JSON, HTTP. */
    SENDERS,
    /** Kafka's own. */
    KAFKA,
    /** HTTP's own. */
    HTTP,
    COLLECTOR,
    /** Not counted as the sink's: it ends once everything is compiled. */
    COMPILER,
    OTHER;

    static ThreadKind of(String name) {
        if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
            return COMPILER;
        }
        if (name.equals("sink")) {
            return LOOP;
        }
        if (name.startsWith("ForkJoinPool")) {
            return SENDERS;
        }
        if (name.startsWith("kafka-")) {
            return KAFKA;
        }
        if (name.startsWith("OkHttp") || name.startsWith("Okio")) {
            return HTTP;
        }
        // The serial collector works in the VM's thread.
        if (name.startsWith("VM Thread") || name.startsWith("GC Thread")) {
            return COLLECTOR;
        }
        return OTHER;
    }
}
