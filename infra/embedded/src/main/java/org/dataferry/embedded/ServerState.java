package org.dataferry.embedded;

import java.time.Instant;

/** What is known of one server of a state directory, without asking the server itself. */
public sealed interface ServerState {

    /** There is no data of this server. */
    record Absent() implements ServerState {}

    /** It has data, and was stopped. */
    record Stopped(int port) implements ServerState {}

    /** It has data, and ended without being stopped by us. The next start runs it again. */
    record Died(int port, long pid) implements ServerState {}

    /** Its process runs. */
    record Running(int port, long pid, Instant since, Owner owner) implements ServerState {}

    /** Who stops a running server. */
    sealed interface Owner {

        /** Only {@link EmbeddedServers#stopAll}. */
        record Nobody() implements Owner {}

        /** The process that started it. */
        record Process(long pid) implements Owner {}

        /** Its owner is gone; the next start takes it over. */
        record Gone(long pid) implements Owner {}
    }
}
