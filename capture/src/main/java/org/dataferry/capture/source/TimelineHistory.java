package org.dataferry.capture.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own record of where a server's histories parted. */
final class TimelineHistory {

    /** Timeline, the position as two hexadecimal halves, and a reason. */
    private static final Pattern LINE = Pattern.compile("(?m)^(\\d+)\\s+([0-9A-Fa-f]+)/([0-9A-Fa-f]+)\\s.*$");

    private static final int HALF = 32;

    private TimelineHistory() {}

    /** Where the history that the file is of left a timeline; empty if it never was on it. */
    static OptionalLong leftAt(byte[] file, int timeline) {
        Matcher line = LINE.matcher(new String(file, UTF_8));
        while (line.find()) {
            if (Integer.parseInt(line.group(1)) == timeline) {
                return OptionalLong.of((Long.parseLong(line.group(2), 16) << HALF) | Long.parseLong(line.group(3), 16));
            }
        }
        return OptionalLong.empty();
    }
}
