package org.dataferry.control.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a demo shows how far it is: one line that is written over on a terminal, plain lines anywhere else. */
final class DemoScreen implements AutoCloseable {

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    /** To the start of the line, and away with what stands there (ECMA-48, CR and EL). */
    private static final String OVER = "\r\u001b[2K";

    /** A longer line would wrap, and only its last part be written over. */
    private static final int WIDTH = 160;

    private final Console console;
    private final boolean terminal;
    private boolean lineOpen;

    private DemoScreen(Console console, boolean terminal) {
        this.console = console;
        this.terminal = terminal;
    }

    static DemoScreen of(Console console) {
        return new DemoScreen(console, isTerminal());
    }

    Console console() {
        return console;
    }

    void show(String line) {
        if (terminal) {
            console.unfinished(OVER + (line.length() > WIDTH ? line.substring(0, WIDTH) : line));
            lineOpen = true;
        } else {
            console.progress(line);
        }
    }

    /** Says where to look; stays in sight. */
    void where(String text) {
        end();
        console.progress(text);
    }

    void end() {
        if (lineOpen) {
            console.progress("");
            lineOpen = false;
        }
    }

    @Override
    public void close() {
        end();
    }

    private static boolean isTerminal() {
        try {
            String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
