package org.dataferry.schemas.control;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a dead letter stands in the topic of them, as {@code partition:offset}. */
public record DeadLetterId(int partition, long offset) implements Comparable<DeadLetterId> {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9}):([0-9]{1,18})");

    /** @throws IllegalArgumentException if it is none */
    public static DeadLetterId parse(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no id of a dead letter; one is its partition and offset, such as 0:17");
        }
        return new DeadLetterId(Integer.parseInt(found.group(1)), Long.parseLong(found.group(2)));
    }

    public String text() {
        return partition + ":" + offset;
    }

    @Override
    public int compareTo(DeadLetterId other) {
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return text();
    }
}
