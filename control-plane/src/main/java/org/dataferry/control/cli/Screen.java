package org.dataferry.control.cli;

import java.io.PrintWriter;
import java.util.List;

/**
 * Draws a picture over the last one, in one piece and without clearing first, so that nothing flickers. By the control
 * sequences of ECMA-48 that every terminal of today knows.
 */
final class Screen implements AutoCloseable {

    private static final String ESCAPE = "\u001b[";
    private static final String HIDE_CURSOR = ESCAPE + "?25l";
    private static final String SHOW_CURSOR = ESCAPE + "?25h";
    private static final String CLEAR = ESCAPE + "2J";
    private static final String HOME = ESCAPE + "H";
    private static final String CLEAR_REST_OF_LINE = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";

    private final PrintWriter out;
    private boolean drawn;

    Screen(PrintWriter out) {
        this.out = out;
    }

    /** What is wider goes on in the next line, so that all of it can be copied; what is below the last line is cut. */
    void draw(List<String> lines, Terminal terminal) {
        StringBuilder picture = new StringBuilder(drawn ? "" : HIDE_CURSOR + CLEAR).append(HOME);
        // The last line stays free: after it a terminal would move everything up.
        int left = terminal.lines() - 1;
        for (String line : lines) {
            left -= Math.max(1, Math.ceilDiv(line.length(), terminal.columns()));
            if (left < 0) {
                break;
            }
            picture.append(line);
            // At the end of a full line, terminals clear its last character.
            if (line.isEmpty() || line.length() % terminal.columns() != 0) {
                picture.append(CLEAR_REST_OF_LINE);
            }
            picture.append("\r\n");
        }
        out.print(picture.append(CLEAR_BELOW));
        out.flush();
        drawn = true;
    }

    @Override
    public void close() {
        if (drawn) {
            out.print(SHOW_CURSOR);
            out.flush();
        }
    }
}
