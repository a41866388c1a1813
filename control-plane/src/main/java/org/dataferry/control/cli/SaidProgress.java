package org.dataferry.control.cli;

import java.time.Duration;
import org.dataferry.control.verify.VerifyProgress;

/** Says how far a verification is, a line at a time. */
final class SaidProgress implements VerifyProgress {

    private static final Duration SAY = Duration.ofSeconds(2);

    private final Console console;
    private long saidAt = System.nanoTime();

    SaidProgress(Console console) {
        this.console = console;
    }

    @Override
    public void begins(boolean running) {
        console.progress(
                running
                        ? "a run is going on: a difference counts once it has stood still past fences"
                        : "no run is going on: both ends are compared as they are");
    }

    @Override
    public void read(String entity, String end, long rows) {
        // Asked for each row, so the clock is not.
        if (rows % 100 == 0 && System.nanoTime() - saidAt > SAY.toNanos()) {
            saidAt = System.nanoTime();
            console.progress(entity + ": " + rows + " rows of the " + end + " read");
        }
    }

    @Override
    public void scanned(String entity) {
        console.progress(entity + ": all rows read at both ends");
    }

    @Override
    public void awaitsFence(int round) {
        console.progress("look " + round + ": waiting until all stages have passed a fence");
    }

    @Override
    public void awaitsRemovals() {
        console.progress("rows that the source has not any more may be on their way out: waiting for that");
    }

    @Override
    public void looksAgain(String entity, int round) {
        console.progress(entity + ": rows that may differ are compared field by field");
    }
}
