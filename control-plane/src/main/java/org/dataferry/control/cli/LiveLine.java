package org.dataferry.control.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One line that is written over again and again on a terminal, and never wider than that: of a line that wraps only the last
 * part could be written over. Elsewhere each is a line of its own.
 */
final class LiveLine {

    /** To the start of the line, and away with what stands there (ECMA-48, CR and EL). */
    private static final String OVER = "\r\u001b[2K";

    /** Somebody may make the window narrower; to ask takes a process. */
    private static final Duration ASK = Duration.ofSeconds(2);

    private final PrintWriter err;
    private final Supplier<Optional<Terminal>> terminal;
    private Optional<Terminal> known = Optional.empty();
    private boolean asked;
    private long askedAt;
    private boolean open;

    LiveLine(PrintWriter err, Supplier<Optional<Terminal>> terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Whether lines are written over each other. */
    boolean isTerminal() {
        boolean isDue = asked && known.isPresent() && System.nanoTime() - askedAt > ASK.toNanos();
        if (!asked || isDue) {
            known = terminal.get();
            asked = true;
            askedAt = System.nanoTime();
        }
        return known.isPresent();
    }

    void show(String line) {
        if (isTerminal()) {
            err.print(OVER + cut(line, known.orElseThrow().columns()));
            open = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** What is written next begins in a line of its own. */
    void end() {
        if (open) {
            err.println();
            err.flush();
            open = false;
        }
    }

    /** The last column stays free: some terminals go on to the next line once it is written. */
    private static String cut(String line, int columns) {
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 2)) + "…";
    }
}
