package org.dataferry.embedded;

/** Told what happens to each server, in one short line at a time. Called from several threads. */
@FunctionalInterface
public interface Progress {

    /** Says nothing. */
    Progress SILENT = (server, line) -> {};

    void report(ServerKind server, String line);

    /** A server that was running before is used. */
    default void joined(ServerKind server, long process) {
        report(server, "already running, pid " + process);
    }

    /** All servers that were wanted answer. */
    default void allReady() {}
}
