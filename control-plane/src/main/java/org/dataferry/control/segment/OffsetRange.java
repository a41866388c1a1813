package org.dataferry.control.segment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.schemas.settings.SettingsException;

/**
 * Changes that stand in a stretch of a partition, of the change topic of each table that is chosen from.
 *
 * @param from the first offset
 * @param to the last offset
 */
public record OffsetRange(int partition, long from, long to) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})-(\\d{1,18})");

    /** @throws SettingsException if it ends before it begins */
    public OffsetRange {
        if (partition < 0 || from < 0 || to < from) {
            throw new SettingsException("offsets are a partition, the first and the last one, as in 2:1000-1999; got "
                    + partition + ":" + from + "-" + to);
        }
    }

    /**
     * Reads {@code PARTITION:FIRST-LAST}.
     *
     * @throws SettingsException if it is none
     */
    public static OffsetRange parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new SettingsException(
                    "offsets are a partition, the first and the last one, as in 2:1000-1999; got '" + text + "'");
        }
        return new OffsetRange(
                Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    /** {@link #parse} reads it back. */
    public String text() {
        return partition + ":" + from + "-" + to;
    }
}
