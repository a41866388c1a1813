package org.dataferry.control.bench.emulator;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of rows, looked at without being parsed: a client that parses would be measured more than the emulator.
 *
 * @param rows how many it has
 * @param next the address of the next page, or null after the last
 */
record Page(int rows, @Nullable String next) {

    /** The link stands before the rows or behind them, never within this many bytes of the other end. */
    private static final int ENDS = 4_096;

    private static final Pattern NEXT = Pattern.compile("\"@odata\\.nextLink\":\"([^\"]+)\"");
    private static final byte[] ROW = "\"@odata.etag\"".getBytes(StandardCharsets.UTF_8);

    static Page of(byte[] body) {
        String next = next(new String(body, 0, Math.min(ENDS, body.length), StandardCharsets.UTF_8));
        if (next == null) {
            int start = Math.max(0, body.length - ENDS);
            next = next(new String(body, start, body.length - start, StandardCharsets.UTF_8));
        }
        return new Page(rows(body), next);
    }

    private static @Nullable String next(String text) {
        Matcher link = NEXT.matcher(text);
        return link.find() ? link.group(1) : null;
    }

    private static int rows(byte[] body) {
        int rows = 0;
        int matched = 0;
        for (byte b : body) {
            matched = b == ROW[matched] ? matched + 1 : b == ROW[0] ? 1 : 0;
            if (matched == ROW.length) {
                rows++;
                matched = 0;
            }
        }
        return rows;
    }
}
