package org.dataferry.control.cli;

import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;

/** Says what happens to the embedded servers; of those that were running before only how many there are. */
final class ServerLines implements Progress {

    private final Console console;
    private final AtomicInteger joined = new AtomicInteger();

    ServerLines(Console console) {
        this.console = console;
    }

    @Override
    public void report(ServerKind server, String line) {
        console.progress(server.title() + ": " + line);
    }

    @Override
    public void joined(ServerKind server, long process) {
        joined.incrementAndGet();
    }

    @Override
    public void allReady() {
        int running = joined.getAndSet(0);
        if (running > 0) {
            console.progress("servers: uses " + running + " that are running");
        }
    }
}
